// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions/connect_actions.h"

#include "app/dialogs/keys_dialog.h"

#include <QMainWindow>

namespace tessera::app {

void connectHelpActions(ActionSet& actions, const Workspace& work)
{
    QMainWindow& window = work.window;
    actions.on("keys", &window, [&window] {
        auto* dialog = new KeysDialog(&window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    actions.on("about", &window, [&window] { showAbout(window); });
}

} // namespace tessera::app
