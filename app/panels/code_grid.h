// SPDX-License-Identifier: GPL-3.0-or-later
// The codes of a codebook as a scrolling grid of swatches: one is current, used ones carry a mark, favourites a star.
// Draws, and has decoded, only what is in sight, so that 16,384 codes scroll as lightly as 64. Mouse and keyboard
// choose the current code.
#pragma once

#include "app/panels/code_list.h"
#include "app/panels/swatch_painter.h"

#include <QAbstractScrollArea>

#include <cstdint>
#include <vector>

namespace tessera::app {

class CodeGrid : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit CodeGrid(CodeLooks& looks, QWidget* parent = nullptr);

    int current() const { return m_current; }
    int columns() const;
    void setCurrent(int code); ///< scrolls it into sight
    void setOrder(CodeOrder order);
    void setLook(CodeLook look);
    void setFilter(const QString& text);
    /// `isOpen`: there is a picture that could use the codes, so those that it does not use are pale.
    void setCounts(std::vector<std::int64_t> counts, bool isOpen);
    const CodeList& list() const { return m_list; }
    /// The looks have changed.
    void refresh();

    /// Where a code's swatch is, in viewport coordinates; may be out of sight.
    QRect swatchRect(int code) const;
    int codeAt(QPoint viewportPosition) const; ///< -1: none

signals:
    void chosen(int code);  ///< by mouse or key
    void hovered(int code); ///< under the mouse; -1: none
    void pinAsked(int code); ///< show where it is used, until somebody says otherwise

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    void reorder();
    void updateScrollBar();
    void choose(int code);
    void setHovered(int code);
    void wantVisible();
    int cellSide() const;

    CodeLooks& m_looks;
    CodeList m_list;
    CodeLook m_look = CodeLook::decoded;
    bool m_isOpen = false;
    int m_columns = 0; ///< that m_list was ordered for
    int m_current = 0;
    int m_hovered = -1;
};

} // namespace tessera::app
