// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/panel_scroll.h"

#include <QEvent>
#include <QScrollBar>

#include <algorithm>

namespace tessera::app {
namespace {

constexpr int kLeastHeight = 96; ///< of the part that is in sight

/// What a layout takes for the least size of a widget.
QSize leastSize(const QWidget& widget) { return widget.minimumSizeHint().expandedTo(widget.minimumSize()); }

} // namespace

PanelScroll::PanelScroll(QWidget* panel, QWidget* parent) : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus); // what is in it has the focus
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidgetResizable(true);
    setWidget(panel);
    panel->installEventFilter(this);
}

QSize PanelScroll::sizeHint() const
{
    return widget()->sizeHint();
}

QSize PanelScroll::minimumSizeHint() const
{
    const QSize least = leastSize(*widget());
    const int bar = least.height() > kLeastHeight ? verticalScrollBar()->sizeHint().width() : 0;
    return {least.width() + bar, std::min(least.height(), kLeastHeight)};
}

bool PanelScroll::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        updateGeometry(); // the dock asks this one only
    return QScrollArea::eventFilter(watched, event);
}

} // namespace tessera::app
