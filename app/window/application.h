// SPDX-License-Identifier: GPL-3.0-or-later
// What a QApplication needs before the first window of ours: names, theme, English plurals.
#pragma once

class QApplication;

namespace tessera::app {

/// Once, right after the QApplication was made. The theme is that of the settings.
void prepareApplication(QApplication& application);

} // namespace tessera::app
