// SPDX-License-Identifier: GPL-3.0-or-later
// Mouse and keys of the atlas.
#include "app/panels/atlas_view.h"

#include <QApplication>
#include <QHelpEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace tessera::app {
namespace {

constexpr double kMostZoom = 40;

} // namespace

void AtlasView::setHovered(int code)
{
    if (code == m_hovered)
        return;
    m_hovered = code;
    setCursor(code >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
    emit hovered(code);
}

void AtlasView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_pressed = event->position();
    m_isDragged = false;
}

void AtlasView::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_pressed)
        return setHovered(codeAt(event->position()));
    const QPointF step = event->position() - *m_pressed;
    if (!m_isDragged && step.manhattanLength() < QApplication::startDragDistance())
        return;
    m_isDragged = true;
    m_pressed = event->position();
    m_middle -= step / scale();
    update();
}

void AtlasView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_pressed)
        return;
    m_pressed.reset();
    if (m_isDragged)
        return;
    if (const int code = codeAt(event->position()); code >= 0)
        emit chosen(code);
    else
        emit released();
}

void AtlasView::mouseDoubleClickEvent(QMouseEvent*)
{
    m_zoom = 1;
    m_middle = {};
    update();
}

/// What is under the mouse stays there.
void AtlasView::wheelEvent(QWheelEvent* event)
{
    const QPointF off = event->position() - mapArea().center();
    const double before = scale();
    m_zoom = std::clamp(m_zoom * std::pow(1.0015, event->angleDelta().y()), 1.0, kMostZoom);
    m_middle += off * (1 / before - 1 / scale());
    if (m_zoom == 1)
        m_middle = {};
    event->accept();
    update();
}

/// The nearest code in a direction, those aside counting as farther; the current one where there is none.
int AtlasView::nextTowards(QPointF direction) const
{
    int next = m_current;
    double least = 0;
    for (int code = 0; code < static_cast<int>(places().size()); ++code) {
        const QPointF off = placeOf(code) - placeOf(m_current);
        const double along = QPointF::dotProduct(off, direction);
        const double aside = std::abs(off.x() * direction.y() - off.y() * direction.x());
        if (along <= 0 || aside > 2 * along)
            continue;
        if (const double far = along + 2 * aside; next == m_current || far < least) {
            least = far;
            next = code;
        }
    }
    return next;
}

void AtlasView::keyPressEvent(QKeyEvent* event)
{
    QPointF direction;
    switch (event->key()) {
    case Qt::Key_Left: direction = {-1, 0}; break;
    case Qt::Key_Right: direction = {1, 0}; break;
    case Qt::Key_Up: direction = {0, -1}; break;
    case Qt::Key_Down: direction = {0, 1}; break;
    default: return QWidget::keyPressEvent(event);
    }
    if (m_current >= static_cast<int>(places().size()))
        return;
    if (const int next = nextTowards(direction); next != m_current)
        emit chosen(next);

}

bool AtlasView::event(QEvent* event)
{
    if (event->type() == QEvent::Leave)
        setHovered(-1);
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int code = codeAt(help->pos());
        if (code < 0)
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(),
                               tr("Code %1, %2 from its nearest code")
                                   .arg(code)
                                   .arg(QLocale().toString(m_atlas->distances[static_cast<std::size_t>(code)], 'g', 3)),
                               this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace tessera::app
