// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions/connect_actions.h"

#include "app/session.h"
#include "core/edit/region_sets.h"

#include <memory>

namespace tessera::app {

void connectSelectionActions(ActionSet& actions, const Workspace& work)
{
    Session& session = work.session;
    actions.on("select-all", &session, [&session] {
        Document& document = *session.document();
        document.select(core::wholeGrid(document.grid()), ActionSet::tr("Select All"));
    });
    actions.on("select-none", &session, [&session] { session.document()->select({}, ActionSet::tr("Deselect")); });
    actions.on("select-inverse", &session, [&session] {
        Document& document = *session.document();
        document.select(core::inverted(document.selection(), document.grid()), ActionSet::tr("Invert Selection"));
    });

    const auto refresh = [&actions, &session] {
        const Document* document = session.document();
        const bool hasCodes = document && document->hasCodes();
        const bool hasSelection = hasCodes && !document->selection().isEmpty();
        actions.at("select-all").setEnabled(hasCodes);
        actions.at("select-inverse").setEnabled(hasCodes);
        actions.at("select-none").setEnabled(hasSelection);
        actions.at("copy").setEnabled(hasCodes);
        actions.at("cut").setEnabled(hasSelection);
        actions.at("selection-stamp").setEnabled(hasSelection);
    };
    QObject::connect(&session, &Session::openingChanged, &actions, refresh);
    const auto watched = std::make_shared<QMetaObject::Connection>();
    QObject::connect(&session, &Session::documentChanged, &actions, [&actions, &session, watched, refresh] {
        QObject::disconnect(*watched);
        if (const Document* document = session.document())
            *watched = QObject::connect(document, &Document::selectionChanged, &actions, refresh);
        refresh();
    });
    refresh();
}

} // namespace tessera::app
