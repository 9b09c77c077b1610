// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/code_grid.h"

#include "app/codes/code_looks.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
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

CodeGrid::CodeGrid(CodeLooks& looks, QWidget* parent) : QAbstractScrollArea(parent), m_looks(looks), m_list(looks)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // a bar that comes and goes would deal the columns anew
    viewport()->setMouseTracking(true);
    viewport()->setCursor(Qt::PointingHandCursor);
    setAccessibleName(tr("Codebook"));
    setAccessibleDescription(tr("All codes. Arrow keys choose the code to paint with, * marks it as a favourite."));
    connect(&looks.swatches(), &CodeSwatches::changed, this, [this] {
        // An order by colours that changed with each code would never hold still.
        if (m_list.order() == CodeOrder::colour && m_looks.swatches().isIdle())
            reorder();
        viewport()->update();
    });
    connect(&looks.favourites(), &Favourites::changed, this, &CodeGrid::refresh);
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
    const QRect rect = swatchRect(code); // null where the filter leaves it out
    if (!rect.isNull() && rect.top() < kMargin)
        verticalScrollBar()->setValue(verticalScrollBar()->value() + rect.top() - kMargin);
    else if (!rect.isNull() && rect.bottom() > viewport()->height() - kMargin)
        verticalScrollBar()->setValue(verticalScrollBar()->value() + rect.bottom() - viewport()->height() + kMargin);
    setAccessibleDescription(
        tr("Code %1 of %2, used %n time(s) in this picture. Arrow keys choose the code to paint with.", nullptr,
           static_cast<int>(m_list.count(code)))
            .arg(code)
            .arg(m_looks.codes()));
    viewport()->update();
}

void CodeGrid::setOrder(CodeOrder order)
{
    m_list.setOrder(order);
    refresh();
    if (order == CodeOrder::colour)
        m_looks.swatches().want(m_list.codes());
}

void CodeGrid::setLook(CodeLook look)
{
    m_look = look;
    viewport()->update();
}

void CodeGrid::setFilter(const QString& text)
{
    m_list.setFilter(text);
    refresh();
}

void CodeGrid::setCounts(std::vector<std::int64_t> counts, bool isOpen)
{
    m_isOpen = isOpen;
    m_list.setCounts(std::move(counts));
    if (m_list.dependsOnCounts())
        refresh();
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
    m_list.rebuild(m_columns);
    viewport()->update();
}

void CodeGrid::updateScrollBar()
{
    const int side = cellSide(), rows = (static_cast<int>(m_list.codes().size()) + columns() - 1) / columns();
    verticalScrollBar()->setRange(0, std::max(0, rows * side - kGap + 2 * kMargin - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(side);
}

QRect CodeGrid::swatchRect(int code) const
{
    const int position = m_list.positionOf(code), side = cellSide();
    if (position < 0)
        return {};
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
    return at < m_list.codes().size() ? m_list.codes()[at] : -1;
}

/// The swatches in sight, and the next page's after them.
void CodeGrid::wantVisible()
{
    if (m_look != CodeLook::decoded)
        return;
    const int side = cellSide(), rows = viewport()->height() / side + 1;
    const int first = std::max(0, (verticalScrollBar()->value() - kMargin) / side) * columns();
    const std::vector<int>& codes = m_list.codes();
    const auto from = std::min(static_cast<std::size_t>(first), codes.size());
    const auto to = std::min(from + static_cast<std::size_t>(2 * rows * columns()), codes.size());
    m_looks.swatches().want(
        {codes.begin() + static_cast<std::ptrdiff_t>(from), codes.begin() + static_cast<std::ptrdiff_t>(to)});
}

void CodeGrid::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), palette().color(QPalette::Base));
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    wantVisible();
    const std::vector<int>& codes = m_list.codes();
    const int side = cellSide(), first = std::max(0, (verticalScrollBar()->value() - kMargin) / side) * columns();
    for (std::size_t i = static_cast<std::size_t>(first); i < codes.size(); ++i) {
        const int code = codes[i];
        const QRect rect = swatchRect(code);
        if (rect.top() > event->rect().bottom())
            break;
        const bool isUsed = m_list.count(code) > 0;
        if (rect.intersects(event->rect()))
            drawSwatch(painter, rect, code, m_looks, m_look,
                       {isUsed, m_isOpen && !isUsed, m_looks.favourites().contains(code)}, palette());
    }
    if (codes.empty() && m_looks.codes() > 0) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(viewport()->rect().adjusted(kMargin, kMargin, -kMargin, -kMargin),
                         Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap,
                         tr("No code fits the filter. Try numbers (42, 100-200, >900), used, unused or favourite."));
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect hovered = swatchRect(m_hovered);
    if (!hovered.isNull()) {
        painter.setPen(QPen(palette().color(QPalette::Text), 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(hovered).adjusted(-.5, -.5, .5, .5), 2, 2);
    }
    if (const QRect rect = swatchRect(m_current); !rect.isNull())
        drawCurrentRing(painter, rect, hasFocus(), palette());
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
    setHovered(codeAt(event->position().toPoint()));
}

void CodeGrid::setHovered(int code)
{
    if (code == m_hovered)
        return;
    m_hovered = code;
    viewport()->update();
    emit hovered(code);
}

void CodeGrid::contextMenuEvent(QContextMenuEvent* event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const int code = byKey ? m_current : codeAt(event->pos());
    if (code < 0)
        return;
    QMenu menu(this);
    menu.addAction(tr("&Paint with Code %1").arg(code), this, [this, code] { choose(code); });
    QAction* favourite = menu.addAction(tr("&Favourite") + QStringLiteral("\t*"), this,
                                        [this, code] { m_looks.favourites().toggle(code); });
    favourite->setCheckable(true);
    favourite->setChecked(m_looks.favourites().contains(code));
    menu.addAction(tr("Show &Where It Is Used"), this, [this, code] { emit pinAsked(code); });
    menu.exec(byKey ? viewport()->mapToGlobal(swatchRect(code).center()) : event->globalPos());
}

void CodeGrid::keyPressEvent(QKeyEvent* event)
{
    const std::vector<int>& codes = m_list.codes();
    if (codes.empty())
        return QAbstractScrollArea::keyPressEvent(event);
    const int page = std::max(1, viewport()->height() / cellSide() - 1) * columns();
    const int last = static_cast<int>(codes.size()) - 1;
    int position = std::max(m_list.positionOf(m_current), 0);
    switch (event->key()) {
    case Qt::Key_Left: position -= 1; break;
    case Qt::Key_Right: position += 1; break;
    case Qt::Key_Up: position -= columns(); break;
    case Qt::Key_Down: position += columns(); break;
    case Qt::Key_PageUp: position -= page; break;
    case Qt::Key_PageDown: position += page; break;
    case Qt::Key_Home: position = 0; break;
    case Qt::Key_End: position = last; break;
    case Qt::Key_Asterisk: return m_looks.favourites().toggle(m_current);
    default: return QAbstractScrollArea::keyPressEvent(event);
    }
    choose(codes[static_cast<std::size_t>(std::clamp(position, 0, last))]);
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
        setHovered(-1);
    } else if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const int code = codeAt(help->pos()); code >= 0)
            QToolTip::showText(
                help->globalPos(),
                tr("Code %1").arg(code) + QLatin1Char('\n')
                    + tr("used %n time(s) in this picture", nullptr, static_cast<int>(m_list.count(code))),
                viewport(), swatchRect(code));
        else
            QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace tessera::app
