// SPDX-License-Identifier: GPL-3.0-or-later
// Cut-outs of a picture around cells, in rows, each with its cell outlined.
#pragma once

#include "core/geometry.h"
#include "core/picture.h"

#include <QImage>
#include <QWidget>

#include <memory>
#include <vector>

namespace tessera::app {

class OccurrenceView : public QWidget {
    Q_OBJECT
public:
    static constexpr int kAround = 2; ///< cells on each side of the outlined one

    explicit OccurrenceView(QWidget* parent = nullptr);

    /// `picture` in model size, of cells of `factor` pixels; null shows nothing.
    void setCells(std::vector<core::Cell> cells, const std::shared_ptr<const core::Picture>& picture, int factor);
    const std::vector<core::Cell>& cells() const { return m_cells; }
    const QImage& crop(std::size_t i) const { return m_crops[i].image; }
    QRect rectOf(std::size_t i) const; ///< on the screen

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

signals:
    void chosen(const tessera::core::Cell& cell);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent*) override { update(); }
    void focusOutEvent(QFocusEvent*) override { update(); }

private:
    struct Crop {
        QImage image;
        QRect cell; ///< in the image
    };
    int columns(int width) const;
    void choose(std::size_t i);

    std::vector<core::Cell> m_cells;
    std::shared_ptr<const core::Picture> m_picture;
    std::vector<Crop> m_crops;
    std::size_t m_current = 0;
};

} // namespace tessera::app
