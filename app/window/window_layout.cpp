// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/window_layout.h"

#include "app/files/settings.h"

#include <QMainWindow>
#include <QScreen>

namespace tessera::app {
namespace {

constexpr int kLayoutVersion = 1; ///< of the saved docks

} // namespace

void restoreLayout(QMainWindow& window)
{
    const QSize room = window.screen()->availableSize();
    window.resize(QSize(1500, 920).boundedTo(room * 0.94));
    const Settings settings = openSettings();
    window.restoreGeometry(settings.value(settings_key::kGeometry).toByteArray());
    window.restoreState(settings.value(settings_key::kState).toByteArray(), kLayoutVersion);
}

void saveLayout(const QMainWindow& window)
{
    Settings settings = openSettings();
    settings.setValue(settings_key::kGeometry, window.saveGeometry());
    settings.setValue(settings_key::kState, window.saveState(kLayoutVersion));
}

} // namespace tessera::app
