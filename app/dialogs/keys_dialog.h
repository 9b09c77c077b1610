// SPDX-License-Identifier: GPL-3.0-or-later
// All keys and what the mouse does, on one page; made of the menus as they are, so that it cannot be wrong.
#pragma once

#include <QDialog>

class QMenuBar;

namespace tessera::app {

class KeysDialog : public QDialog {
    Q_OBJECT
public:
    KeysDialog(const QMenuBar& bar, QWidget* parent);
};

/// Version, licence, where things come from.
void showAbout(QWidget& window);

} // namespace tessera::app
