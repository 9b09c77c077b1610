// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions/connect_actions.h"

#include "app/files/settings.h"
#include "app/projects/project_saver.h"
#include "app/session.h"
#include "app/window/closer.h"
#include "app/window/document_tabs.h"
#include "app/window/filmstrip.h"

namespace tessera::app {

void connectDocumentActions(ActionSet& actions, const Workspace& work)
{
    Session& session = work.session;
    DocumentTabs& tabs = work.tabs;
    Filmstrip& filmstrip = work.filmstrip;
    ProjectSaver& saver = work.saver;
    actions.on("save", &work.closer, [&session, &closer = work.closer] { closer.save(session.document()); });
    actions.on("save-as", &work.closer, [&session, &closer = work.closer] { closer.saveAs(session.document()); });
    actions.onToggled("bundle-models", &saver, [&saver](bool on) {
        openSettings().setValue(settings_key::kBundleModels, on);
        saver.setBundling(on);
    });
    actions.at("bundle-models").setChecked(openSettings().value(settings_key::kBundleModels).toBool());
    actions.on("close", &work.closer, [&session, &closer = work.closer] { closer.close(session.document()); });
    actions.on("next-document", &tabs, [&tabs] { tabs.showNext(1); });
    actions.on("previous-document", &tabs, [&tabs] { tabs.showNext(-1); });
    actions.onToggled("filmstrip", &filmstrip, [&filmstrip](bool on) {
        openSettings().setValue(settings_key::kFilmstrip, on);
        filmstrip.setWanted(on);
    });
    actions.at("filmstrip").setChecked(openSettings().value(settings_key::kFilmstrip, true).toBool());
    filmstrip.setWanted(actions.at("filmstrip").isChecked());

    const auto nameKey = [&actions, &tabs] { tabs.setCloseKey(actions.at("close").shortcut()); };
    QObject::connect(&actions, &ActionSet::keysChanged, &tabs, nameKey);
    nameKey();

    const auto refresh = [&actions, &session] {
        for (const char* id : {"close", "save", "save-as"})
            actions.at(id).setEnabled(session.document());
        for (const char* id : {"next-document", "previous-document"})
            actions.at(id).setEnabled(!session.documents().isEmpty());
    };
    QObject::connect(&session, &Session::documentsChanged, &actions, refresh);
    QObject::connect(&session, &Session::documentChanged, &actions, refresh);
    refresh();
}

} // namespace tessera::app
