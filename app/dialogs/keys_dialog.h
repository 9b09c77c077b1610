// SPDX-License-Identifier: GPL-3.0-or-later
// All keys and what the mouse does, on one page; made of the lists of tools and actions, so that it cannot be wrong.
#pragma once

#include <QDialog>

namespace tessera::app {

class KeysDialog : public QDialog {
    Q_OBJECT
public:
    explicit KeysDialog(QWidget* parent = nullptr);
};

/// Version, licence, where things come from.
void showAbout(QWidget& window);

} // namespace tessera::app
