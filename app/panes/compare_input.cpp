// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/compare_input.h"

#include "app/panes/pane_set.h"
#include "app/panes/pane_view.h"

#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace tessera::app {
namespace {

constexpr double kReach = 5;     ///< screen pixels from the line within which it is taken
constexpr double kKeyStep = 0.02; ///< of the pane's width

} // namespace

CompareInput::CompareInput(PaneSet& panes, QWidget& canvas) : QObject(&canvas), m_panes(panes), m_canvas(canvas)
{
    for (PaneView* pane : panes.all())
        pane->installEventFilter(this);
    canvas.installEventFilter(this);
}

bool CompareInput::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == &m_canvas)
        return event->type() == QEvent::KeyPress && key(*static_cast<QKeyEvent*>(event));
    auto& pane = *static_cast<PaneView*>(watched);
    switch (event->type()) {
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonDblClick:
        return press(pane, *static_cast<QMouseEvent*>(event));
    case QEvent::MouseMove:
        return move(pane, *static_cast<QMouseEvent*>(event));
    case QEvent::MouseButtonRelease:
        if (!m_dragged || static_cast<QMouseEvent*>(event)->button() != Qt::LeftButton)
            return false;
        m_dragged = nullptr;
        return true;
    case QEvent::Leave:
        m_hovered = nullptr;
        return false;
    default:
        return false;
    }
}

bool CompareInput::key(const QKeyEvent& event)
{
    PaneView& pane = m_panes.active();
    const bool moves = event.key() == Qt::Key_Left || event.key() == Qt::Key_Right;
    if (!moves || event.modifiers() != Qt::AltModifier || pane.setup().compare != Compare::wipe)
        return false;
    moveLine(pane, pane.setup().line + (event.key() == Qt::Key_Left ? -kKeyStep : kKeyStep));
    return true;
}

bool CompareInput::press(PaneView& pane, const QMouseEvent& event)
{
    m_panes.setActive(pane);
    if (m_dragged)
        return true;
    if (event.button() != Qt::LeftButton || !isOnLine(pane, event.position()))
        return false;
    m_canvas.setFocus(Qt::MouseFocusReason);
    m_dragged = &pane;
    return true;
}

bool CompareInput::move(PaneView& pane, const QMouseEvent& event)
{
    m_hovered = &pane;
    if (m_dragged) {
        moveLine(*m_dragged, event.position().x() / std::max(m_dragged->width(), 1));
        return true;
    }
    const bool isOver = event.buttons() == Qt::NoButton && isOnLine(pane, event.position());
    if (isOver)
        pane.setCursor(Qt::SplitHCursor);
    else if (pane.cursor().shape() == Qt::SplitHCursor)
        emit lineLeft();
    return isOver;
}

bool CompareInput::isOnLine(const PaneView& pane, QPointF position) const
{
    return pane.setup().compare == Compare::wipe && std::abs(position.x() - pane.lineX()) <= kReach;
}

void CompareInput::moveLine(PaneView& pane, double line)
{
    PaneSetup setup = pane.setup();
    setup.line = std::clamp(line, 0.0, 1.0);
    pane.setSetup(setup);
}

} // namespace tessera::app
