// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions/connect_actions.h"

#include "app/actions/shortcuts.h"
#include "app/dialogs/keys_dialog.h"
#include "app/dialogs/shortcuts_dialog.h"
#include "app/files/settings.h"
#include "app/help/guide.h"
#include "app/help/help_book.h"
#include "app/window/action_search.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QMainWindow>
#include <QMenuBar>
#include <QUrl>

namespace tessera::app {
namespace {

void openSettingsFolder(ActionSet& actions)
{
    const QString folder = QFileInfo(openSettings().fileName()).absolutePath();
    QDir().mkpath(folder); // nothing may have been remembered yet
    if (!QDesktopServices::openUrl(QUrl::fromLocalFile(folder)))
        emit actions.failed(ActionSet::tr("No file manager could be opened. The settings are in %1.").arg(folder));
}

} // namespace

void connectHelpActions(ActionSet& actions, const Workspace& work)
{
    QMainWindow& window = work.window;
    auto* shortcuts = new Shortcuts(actions);
    auto* guide = new Guide(window);
    QObject::connect(guide, &Guide::failed, &actions, &ActionSet::failed);
    actions.on("guide", guide, [guide] { guide->openHere(); });
    actions.on("tutorial", guide, [guide] { guide->open(tutorialTitle()); });
    actions.on("action-search", &window, [&window] { (new ActionSearch(*window.menuBar(), &window))->show(); });
    actions.on("keys", &window, [&window] {
        auto* dialog = new KeysDialog(*window.menuBar(), &window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    actions.on("shortcuts", &window, [&window, shortcuts] {
        auto* dialog = new ShortcutsDialog(*shortcuts, *window.menuBar(), &window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    actions.on("settings-folder", &actions, [&actions] { openSettingsFolder(actions); });
    actions.on("about", &window, [&window] { showAbout(window); });
}

} // namespace tessera::app
