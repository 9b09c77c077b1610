// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions/connect_actions.h"

#include "app/dialogs/export_dialog.h"
#include "app/exporter.h"
#include "app/resources.h"
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

} // namespace

void connectFileActions(ActionSet& actions, const Workspace& work)
{
    Session& session = work.session;
    Opener& opener = work.opener;
    Exporter& exporter = work.exporter;
    QMainWindow& window = work.window;

    actions.on("open-picture", &opener, [&opener] { opener.openPictureDialog(); });
    actions.on("import-codes", &opener, [&opener] { opener.importCodesDialog(); });
    actions.on("export-picture", &exporter, [&] {
        askForPictureExport(window, session.document()->title(),
                            [&exporter](const QString& path, const PictureWriteOptions& options) { exporter.exportPicture(path, options); });
    });
    actions.on("export-codes", &exporter, [&] {
        askForCodesExport(window, session.document()->title(), [&exporter](const QString& path) { exporter.exportCodes(path); });
    });
    actions.on("start-page", &session, [&session] { session.setCurrent(nullptr); });
    actions.on("quit", &window, [&window] { window.close(); });

    QMenu& recent = actions.menu("recent-pictures");
    QObject::connect(&recent, &QMenu::aboutToShow, &opener, [&recent, &opener] { fillRecent(recent, opener); });
    fillSamples(actions.menu("samples"), opener);

    const auto refresh = [&actions, &session] {
        const Document* document = session.document();
        for (const char* id : {"export-picture", "export-codes", "import-codes"})
            actions.at(id).setEnabled(document && document->hasCodes());
        actions.at("start-page").setEnabled(document);
    };
    // openingChanged follows when codes have come.
    QObject::connect(&session, &Session::documentChanged, &actions, refresh);
    QObject::connect(&session, &Session::openingChanged, &actions, refresh);
    refresh();
}

} // namespace tessera::app
