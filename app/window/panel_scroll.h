// SPDX-License-Identifier: GPL-3.0-or-later
// What a panel lies in inside its dock: where there is less room than it needs, it scrolls up and down. So no panel makes
// the window taller than its screen.
#pragma once

#include <QScrollArea>

namespace tessera::app {

class PanelScroll : public QScrollArea {
    Q_OBJECT
public:
    /// Takes `panel`.
    explicit PanelScroll(QWidget* panel, QWidget* parent = nullptr);

    QSize sizeHint() const override;        ///< as the panel's
    QSize minimumSizeHint() const override; ///< as wide as the panel's, but low

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fit();
};

} // namespace tessera::app
