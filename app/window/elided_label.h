// SPDX-License-Identifier: GPL-3.0-or-later
// One line of plain text that ends in "…" where there is no room for it; the whole is in its tool tip then.
#pragma once

#include <QLabel>

namespace tessera::app {

class ElidedLabel : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(QWidget* parent = nullptr);

    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    QString shown() const;
};

} // namespace tessera::app
