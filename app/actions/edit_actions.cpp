// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions/connect_actions.h"

#include "app/codes/code_edits.h"
#include "app/documents/sought_strokes.h"
#include "app/exports/exporter.h"
#include "app/pictures/painted_pixels.h"
#include "app/session.h"

#include <QPointer>
#include <QUndoGroup>

#include <array>
#include <memory>

namespace tessera::app {
namespace {

/// "Undo Brush", and greyed where there is nothing to undo.
void follow(QAction& action, const QString& plain, const QString& named, const QString& what, bool can)
{
    action.setEnabled(can);
    action.setText(what.isEmpty() ? plain : named.arg(what));
}

} // namespace

void connectEditActions(ActionSet& actions, const Workspace& work)
{
    Session& session = work.session;
    auto* undo = new QUndoGroup(&actions);
    actions.on("undo", undo, [undo, &session] {
        // What is painted and not yet codes is the newest, and no step of the history.
        Document* document = session.document();
        if (!document || !(document->sought().takeBack() || document->painted().takeBack()))
            undo->undo();
    });
    actions.on("redo", undo, [undo] { undo->redo(); });
    actions.on("restore-all", &session, [&session] {
        putCodes(*session.document(), session.document()->encodedCodes(), ActionSet::tr("Restore"));
    });

    actions.at("undo").setIconText(ActionSet::tr("Undo"));
    actions.at("redo").setIconText(ActionSet::tr("Redo"));
    const auto refresh = [&actions, &session, undo] {
        const Document* document = session.document();
        const bool hasCodes = document && document->hasCodes();
        QString painted = document ? document->sought().newestLabel() : QString();
        if (document && painted.isEmpty())
            painted = document->painted().newestLabel();
        follow(actions.at("undo"), ActionSet::tr("&Undo"), ActionSet::tr("&Undo %1"),
               painted.isEmpty() ? undo->undoText() : painted, undo->canUndo() || !painted.isEmpty());
        follow(actions.at("redo"), ActionSet::tr("&Redo"), ActionSet::tr("&Redo %1"), undo->redoText(), undo->canRedo());
        actions.at("restore-all").setEnabled(hasCodes && document->codes() != document->encodedCodes());
    };
    QObject::connect(undo, &QUndoGroup::indexChanged, &actions, refresh);
    QObject::connect(undo, &QUndoGroup::activeStackChanged, &actions, refresh);
    QObject::connect(undo, &QUndoGroup::undoTextChanged, &actions, refresh);
    QObject::connect(undo, &QUndoGroup::redoTextChanged, &actions, refresh);
    QObject::connect(&session, &Session::openingChanged, &actions, refresh);
    const auto inFront = std::make_shared<std::array<QMetaObject::Connection, 2>>(); // to what comes in this document
    QObject::connect(&session, &Session::documentChanged, &actions, [&actions, &session, undo, refresh, inFront] {
        if (Document* document = session.document()) {
            undo->addStack(&document->undoStack());
            undo->setActiveStack(&document->undoStack());
            for (const QMetaObject::Connection& before : *inFront)
                QObject::disconnect(before);
            *inFront = {QObject::connect(&document->painted(), &PaintedPixels::waitingChanged, &actions, refresh),
                        QObject::connect(&document->sought(), &SoughtStrokes::waitingChanged, &actions, refresh)};
        } else {
            undo->setActiveStack(nullptr);
        }
        refresh();
    });
    refresh();
}

} // namespace tessera::app
