// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions/connect_actions.h"

#include "app/code_edits.h"
#include "app/exporter.h"
#include "app/session.h"

#include <QPointer>
#include <QUndoGroup>

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
    actions.on("undo", undo, [undo] { undo->undo(); });
    actions.on("redo", undo, [undo] { undo->redo(); });
    actions.on("restore-all", &session, [&session] {
        putCodes(*session.document(), session.document()->encodedCodes(), ActionSet::tr("Restore"));
    });

    const auto refresh = [&actions, &session, undo] {
        const Document* document = session.document();
        const bool hasCodes = document && document->hasCodes();
        follow(actions.at("undo"), ActionSet::tr("&Undo"), ActionSet::tr("&Undo %1"), undo->undoText(), undo->canUndo());
        follow(actions.at("redo"), ActionSet::tr("&Redo"), ActionSet::tr("&Redo %1"), undo->redoText(), undo->canRedo());
        actions.at("restore-all").setEnabled(hasCodes && document->codes() != document->encodedCodes());
    };
    QObject::connect(undo, &QUndoGroup::indexChanged, &actions, refresh);
    QObject::connect(undo, &QUndoGroup::activeStackChanged, &actions, refresh);
    QObject::connect(undo, &QUndoGroup::undoTextChanged, &actions, refresh);
    QObject::connect(undo, &QUndoGroup::redoTextChanged, &actions, refresh);
    QObject::connect(&session, &Session::openingChanged, &actions, refresh);
    QObject::connect(&session, &Session::documentChanged, &actions, [&session, undo, refresh] {
        if (Document* document = session.document()) {
            undo->addStack(&document->undoStack());
            undo->setActiveStack(&document->undoStack());
        } else {
            undo->setActiveStack(nullptr);
        }
        refresh();
    });
    refresh();
}

} // namespace tessera::app
