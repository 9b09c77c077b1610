// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/code_grid.h"

#include "app/code_looks.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace tessera::app {
namespace {

constexpr int kSide = 24; ///< of a swatch and its gap
constexpr int kGap = 2;
constexpr int kMargin = 8;

} // namespace

CodeGrid::CodeGrid(const CodeLooks& looks, QWidget* parent) : QAbstractScrollArea(parent), m_looks(looks)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // a bar that comes and goes would deal the columns anew
    viewport()->setMouseTracking(true);
    viewport()->setCursor(Qt::PointingHandCursor);
    setAccessibleName(tr("Codebook"));
    setAccessibleDescription(tr("All codes. Arrow keys choose the code to paint with."));
}

int CodeGrid::columns() const
{
    return std::max(1, (viewport()->width() - 2 * kMargin + kGap) / kSide);
}

/// Swatches grow a little to fill the width.
int CodeGrid::cellSide() const
{
    return std::max(kSide, (viewport()->width() - 2 * kMargin + kGap) / columns());
}

void CodeGrid::setCurrent(int code)
{
    if (m_current == code)
        return;
    m_current = code;
    const QRect rect = swatchRect(code);
    if (rect.top() < kMargin)
        verticalScrollBar()->setValue(verticalScrollBar()->value() + rect.top() - kMargin);
    else if (rect.bottom() > viewport()->height() - kMargin)
        verticalScrollBar()->setValue(verticalScrollBar()->value() + rect.bottom() - viewport()->height() + kMargin);
    setAccessibleDescription(tr("Code %1 of %2, used %n time(s) in this picture. Arrow keys choose the code to paint with.",
                                nullptr, static_cast<int>(count(code)))
                                 .arg(code)
                                 .arg(m_looks.codes()));
    viewport()->update();
}

void CodeGrid::setOrder(CodeOrder order)
{
    m_order = order;
    reorder();
}

void CodeGrid::setPatchesShown(bool shown)
{
    m_patchesShown = shown;
    viewport()->update();
}

void CodeGrid::setCounts(std::vector<std::int64_t> counts)
{
    m_counts = std::move(counts);
    if (m_order == CodeOrder::usage)
        reorder();
    viewport()->update();
}

void CodeGrid::refresh()
{
    reorder();
    updateScrollBar();
}

void CodeGrid::reorder()
{
    m_columns = columns();
    m_codes = orderCodes(m_order, m_looks.codes(), m_columns, m_looks.coordinates(), m_counts);
    m_positions.assign(m_codes.size(), 0);
    for (std::size_t i = 0; i < m_codes.size(); ++i)
        m_positions[static_cast<std::size_t>(m_codes[i])] = static_cast<int>(i);
    viewport()->update();
}

void CodeGrid::updateScrollBar()
{
    const int side = cellSide(), rows = (static_cast<int>(m_codes.size()) + columns() - 1) / columns();
    verticalScrollBar()->setRange(0, std::max(0, rows * side - kGap + 2 * kMargin - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(side);
}

QRect CodeGrid::swatchRect(int code) const
{
    if (code < 0 || code >= static_cast<int>(m_positions.size()))
        return {};
    const int position = m_positions[static_cast<std::size_t>(code)], side = cellSide();
    return {kMargin + position % columns() * side, kMargin + position / columns() * side - verticalScrollBar()->value(),
            side - kGap, side - kGap};
}

int CodeGrid::codeAt(QPoint position) const
{
    const int side = cellSide(), x = position.x() - kMargin;
    const int y = position.y() - kMargin + verticalScrollBar()->value();
    if (x < 0 || y < 0 || x / side >= columns())
        return -1;
    const auto at = static_cast<std::size_t>(y / side * columns() + x / side);
    return at < m_codes.size() ? m_codes[at] : -1;
}

std::int64_t CodeGrid::count(int code) const
{
    const auto at = static_cast<std::size_t>(code);
    return code >= 0 && at < m_counts.size() ? m_counts[at] : 0;
}

void CodeGrid::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), palette().color(QPalette::Base));
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const int side = cellSide(), first = std::max(0, (verticalScrollBar()->value() - kMargin) / side) * columns();
    for (std::size_t i = static_cast<std::size_t>(first); i < m_codes.size(); ++i) {
        const QRect rect = swatchRect(m_codes[i]);
        if (rect.top() > event->rect().bottom())
            break;
        if (rect.intersects(event->rect()))
            drawSwatch(painter, m_codes[i], rect);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect hovered = swatchRect(m_hovered);
    if (!hovered.isNull()) {
        painter.setPen(QPen(palette().color(QPalette::Text), 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(hovered).adjusted(-.5, -.5, .5, .5), 2, 2);
    }
    if (const QRect rect = swatchRect(m_current); !rect.isNull())
        drawCurrent(painter, rect);
}

void CodeGrid::drawSwatch(QPainter& painter, int code, const QRect& rect) const
{
    if (m_patchesShown && m_looks.hasPatches())
        painter.drawImage(rect, m_looks.patches(), m_looks.patchRect(code));
    else
        painter.fillRect(rect, QColor(m_looks.colour(code)));
    if (count(code) == 0)
        return;
    // A dot with a rim reads on every colour.
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(QColor(0, 0, 0, 170), 1));
    painter.setBrush(Qt::white);
    painter.drawEllipse(QPointF(rect.right() - 3.5, rect.bottom() - 3.5), 2.5, 2.5);
    painter.restore();
}

void CodeGrid::drawCurrent(QPainter& painter, const QRect& rect) const
{
    const QRectF ring = QRectF(rect).adjusted(-1, -1, 1, 1);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(palette().color(QPalette::Base), 4.5));
    painter.drawRoundedRect(ring, 3, 3);
    painter.setPen(QPen(palette().color(hasFocus() ? QPalette::Highlight : QPalette::Text), 2.5));
    painter.drawRoundedRect(ring, 3, 3);
}

void CodeGrid::resizeEvent(QResizeEvent*)
{
    if (columns() != m_columns)
        reorder();
    updateScrollBar();
}

void CodeGrid::mousePressEvent(QMouseEvent* event)
{
    if (const int code = codeAt(event->position().toPoint()); code >= 0 && event->button() == Qt::LeftButton)
        choose(code);
}

void CodeGrid::mouseMoveEvent(QMouseEvent* event)
{
    const int code = codeAt(event->position().toPoint());
    if (code == m_hovered)
        return;
    m_hovered = code;
    viewport()->update();
}

void CodeGrid::keyPressEvent(QKeyEvent* event)
{
    if (m_codes.empty() || m_current >= static_cast<int>(m_positions.size()))
        return QAbstractScrollArea::keyPressEvent(event);
    const int page = std::max(1, viewport()->height() / cellSide() - 1) * columns();
    const int last = static_cast<int>(m_codes.size()) - 1;
    int position = m_positions[static_cast<std::size_t>(m_current)];
    switch (event->key()) {
    case Qt::Key_Left: position -= 1; break;
    case Qt::Key_Right: position += 1; break;
    case Qt::Key_Up: position -= columns(); break;
    case Qt::Key_Down: position += columns(); break;
    case Qt::Key_PageUp: position -= page; break;
    case Qt::Key_PageDown: position += page; break;
    case Qt::Key_Home: position = 0; break;
    case Qt::Key_End: position = last; break;
    default: return QAbstractScrollArea::keyPressEvent(event);
    }
    choose(m_codes[static_cast<std::size_t>(std::clamp(position, 0, last))]);
}

void CodeGrid::choose(int code)
{
    setCurrent(code);
    emit chosen(code);
}

void CodeGrid::focusInEvent(QFocusEvent*)
{
    viewport()->update();
}

void CodeGrid::focusOutEvent(QFocusEvent*)
{
    viewport()->update();
}

bool CodeGrid::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave) {
        m_hovered = -1;
        viewport()->update();
    } else if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const int code = codeAt(help->pos()); code >= 0)
            QToolTip::showText(help->globalPos(),
                               tr("Code %1").arg(code) + QLatin1Char('\n')
                                   + tr("used %n time(s) in this picture", nullptr, static_cast<int>(count(code))),
                               viewport(), swatchRect(code));
        else
            QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace tessera::app
