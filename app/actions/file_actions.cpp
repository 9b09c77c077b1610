// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions/connect_actions.h"

#include "app/dialogs/export_dialog.h"
#include "app/exports/exporter.h"
#include "app/files/resources.h"
#include "app/session.h"
#include "app/window/icons.h"
#include "app/window/opener.h"
#include "app/window/plain_text.h"

#include <QFile>
#include <QFileInfo>
#include <QMainWindow>

namespace tessera::app {
namespace {

void fillRecent(QMenu& menu, Opener& opener)
{
    menu.clear();
    bool some = false;
    for (const RecentFiles* files : {&opener.recentProjects(), &opener.recentPictures()}) {
        for (const QString& path : files->paths()) {
            QAction* action = menu.addAction(plainLabel(QFileInfo(path).fileName()), &opener, [&opener, path] { opener.openPath(path); });
            action->setStatusTip(path);
            action->setToolTip(plainToolTip(path));
            some = true;
        }
        menu.addSeparator();
    }
    QAction* forget = menu.addAction(ActionSet::tr("&Forget These"), &opener, [&opener] {
        opener.recentProjects().clear();
        opener.recentPictures().clear();
    });
    forget->setEnabled(some);
}

void fillSamples(QMenu& menu, Opener& opener)
{
    for (const std::filesystem::path& sample : samplePictures()) {
        const QString path = QFile::decodeName(sample.c_str());
        menu.addAction(plainLabel(QFileInfo(path).completeBaseName()), &opener, [&opener, path] { opener.openPath(path); });
    }
    menu.setEnabled(!menu.isEmpty());
}

/// The dialog opens with what was exported last of this document, where that was the same thing.
void connectExports(ActionSet& actions, QMainWindow& window, Session& session, Exporter& exporter)
{
    const std::pair<const char*, ExportSubject> kSubjects[] = {{"export-picture", ExportSubject::reconstruction},
                                                               {"export-difference", ExportSubject::difference},
                                                               {"export-index-map", ExportSubject::indexMap},
                                                               {"export-codes", ExportSubject::codes}};
    for (const auto& [id, subject] : kSubjects)
        actions.on(id, &exporter, [&window, &session, &exporter, wanted = subject] {
            ExportRequest first{wanted, {}};
            if (const std::optional<ExportRequest> last = exporter.last(); last && last->subject == wanted)
                first = *last;
            askForExport(window, *session.document(), first,
                         [&exporter](const ExportRequest& request) { exporter.start(request); });
        });
    actions.on("repeat-export", &exporter, [&exporter] {
        if (const std::optional<ExportRequest> last = exporter.last())
            exporter.start(*last);
    });
}

} // namespace

void connectFileActions(ActionSet& actions, const Workspace& work)
{
    Session& session = work.session;
    Opener& opener = work.opener;
    Exporter& exporter = work.exporter;
    QMainWindow& window = work.window;

    actions.on("open-picture", &opener, [&opener] { opener.openPictureDialog(); });
    actions.on("import-codes", &opener, [&opener] { opener.importCodesDialog(); });
    connectExports(actions, window, session, exporter);
    actions.on("start-page", &session, [&session] { session.setCurrent(nullptr); });
    actions.on("quit", &window, [&window] { window.close(); });

    QMenu& recent = actions.menu("recent-pictures");
    QObject::connect(&recent, &QMenu::aboutToShow, &opener, [&recent, &opener] { fillRecent(recent, opener); });
    fillSamples(actions.menu("samples"), opener);

    const auto refresh = [&actions, &session, &exporter] {
        const Document* document = session.document();
        for (const char* id :
             {"export-picture", "export-index-map", "export-codes"})
            actions.at(id).setEnabled(document && document->hasCodes());
        actions.at("export-difference").setEnabled(document && document->hasCodes() && document->hasPicture());
        actions.at("import-codes").setEnabled(session.model().model != nullptr);
        actions.at("repeat-export").setEnabled(document && document->hasCodes() && exporter.last());
        actions.at("start-page").setEnabled(document);
    };
    // openingChanged follows when codes have come.
    QObject::connect(&session, &Session::documentChanged, &actions, refresh);
    QObject::connect(&session, &Session::openingChanged, &actions, refresh);
    QObject::connect(&session, &Session::modelChanged, &actions, refresh);
    QObject::connect(&exporter, &Exporter::lastChanged, &actions, refresh);
    refresh();
}

} // namespace tessera::app
