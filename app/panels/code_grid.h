// SPDX-License-Identifier: GPL-3.0-or-later
// All codes of a codebook as a scrolling grid of swatches: one is current, used ones carry a mark. Draws only what is in
// sight, so that 16,384 codes scroll as lightly as 64. Mouse and keyboard choose the current code.
#pragma once

#include "app/panels/code_order.h"

#include <QAbstractScrollArea>

#include <cstdint>
#include <vector>

namespace tessera::app {

class CodeLooks;

class CodeGrid : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit CodeGrid(const CodeLooks& looks, QWidget* parent = nullptr);

    int current() const { return m_current; }
    int columns() const;
    void setCurrent(int code); ///< scrolls it into sight
    void setOrder(CodeOrder order);
    void setPatchesShown(bool shown); ///< small pictures instead of colours, where the model brings them
    void setCounts(std::vector<std::int64_t> counts);
    /// The looks have changed.
    void refresh();

    /// Where a code's swatch is, in viewport coordinates; may be out of sight.
    QRect swatchRect(int code) const;
    int codeAt(QPoint viewportPosition) const; ///< -1: none

signals:
    void chosen(int code); ///< by mouse or key

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    void reorder();
    void updateScrollBar();
    void choose(int code);
    void drawSwatch(QPainter& painter, int code, const QRect& rect) const;
    void drawCurrent(QPainter& painter, const QRect& rect) const;
    std::int64_t count(int code) const;
    int cellSide() const;

    const CodeLooks& m_looks;
    CodeOrder m_order = CodeOrder::number;
    bool m_patchesShown = true;
    std::vector<std::int64_t> m_counts;
    std::vector<int> m_codes;     ///< in the order of the grid
    std::vector<int> m_positions; ///< of a code in m_codes
    int m_columns = 0;            ///< that m_codes was ordered for
    int m_current = 0;
    int m_hovered = -1;
};

} // namespace tessera::app
