// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions/connect_actions.h"

#include "app/session.h"
#include "app/settings.h"
#include "app/window/closer.h"
#include "app/window/document_tabs.h"
#include "app/window/filmstrip.h"

namespace tessera::app {

void connectDocumentActions(ActionSet& actions, const Workspace& work)
{
    Session& session = work.session;
    DocumentTabs& tabs = work.tabs;
    Filmstrip& filmstrip = work.filmstrip;
    actions.on("close", &work.closer, [&session, &closer = work.closer] { closer.close(session.document()); });
    actions.on("next-document", &tabs, [&tabs] { tabs.showNext(1); });
    actions.on("previous-document", &tabs, [&tabs] { tabs.showNext(-1); });
    actions.onToggled("filmstrip", &filmstrip, [&filmstrip](bool on) {
        openSettings().setValue(settings_key::kFilmstrip, on);
        filmstrip.setWanted(on);
    });
    actions.at("filmstrip").setChecked(openSettings().value(settings_key::kFilmstrip, true).toBool());
    filmstrip.setWanted(actions.at("filmstrip").isChecked());

    const auto refresh = [&actions, &session] {
        actions.at("close").setEnabled(session.document());
        for (const char* id : {"next-document", "previous-document"})
            actions.at(id).setEnabled(!session.documents().isEmpty());
    };
    QObject::connect(&session, &Session::documentsChanged, &actions, refresh);
    QObject::connect(&session, &Session::documentChanged, &actions, refresh);
    refresh();
}

} // namespace tessera::app
