// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/peek_key.h"

#include "app/panes/compare_input.h"
#include "app/panes/pane_set.h"
#include "app/panes/pane_view.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextEdit>

namespace tessera::app {
namespace {

/// Does it make something of letters?
bool takesText(const QWidget& widget)
{
    const QObject* object = &widget;
    return qobject_cast<const QLineEdit*>(object) || qobject_cast<const QAbstractSpinBox*>(object)
        || qobject_cast<const QComboBox*>(object) || qobject_cast<const QTextEdit*>(object)
        || qobject_cast<const QPlainTextEdit*>(object);
}

} // namespace

PeekKey::PeekKey(PaneSet& panes, const CompareInput& mouse, QWidget& canvas)
    : QObject(&canvas), m_panes(panes), m_mouse(mouse), m_canvas(canvas)
{
    qApp->installEventFilter(this); // the focus may be anywhere
}

bool PeekKey::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::KeyRelease:
        return watched->isWidgetType()
            && key(*static_cast<QWidget*>(watched), *static_cast<QKeyEvent*>(event), event->type() == QEvent::KeyPress);
    case QEvent::WindowDeactivate: // the key's release will be another window's
        if (watched == m_canvas.window())
            end();
        return false;
    default:
        return false;
    }
}

bool PeekKey::key(const QWidget& focused, const QKeyEvent& event, bool pressed)
{
    if (event.key() != Qt::Key_A && event.key() != Qt::Key_QuoteLeft)
        return false;
    if (m_peeking) {
        if (!pressed && !event.isAutoRepeat())
            end();
        return true;
    }
    const bool isMeant = pressed && !event.isAutoRepeat() && event.modifiers() == Qt::NoModifier && m_canvas.isVisible()
        && focused.window() == m_canvas.window() && !takesText(focused);
    if (!isMeant)
        return false;
    m_peeking = m_mouse.hovered() ? m_mouse.hovered() : &m_panes.active();
    m_peeking->setPeeking(true);
    return true;
}

void PeekKey::end()
{
    if (m_peeking)
        m_peeking->setPeeking(false);
    m_peeking = nullptr;
}

} // namespace tessera::app
