// SPDX-License-Identifier: GPL-3.0-or-later
// The pixels around the mouse, large, in the input and in the reconstruction beside each other.
#pragma once

#include <QPoint>
#include <QWidget>

namespace tessera::app {

class PaneImages;

class LoupeView : public QWidget {
    Q_OBJECT
public:
    static constexpr int kPixels = 11; ///< on a side

    explicit LoupeView(const PaneImages& images, QWidget* parent = nullptr);

    void setPixel(QPoint pixel); ///< in the middle; in picture pixels

    QSize sizeHint() const override { return {240, 150}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const PaneImages& m_images;
    QPoint m_pixel{-1, -1};
};

} // namespace tessera::app
