// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/panel_scroll.h"

#include <QEvent>
#include <QLayout>
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
    if (watched == widget() && event->type() == QEvent::LayoutRequest) {
        updateGeometry(); // the dock asks this one only
        fit();
    }
    return QScrollArea::eventFilter(watched, event);
}

void PanelScroll::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    fit();
}

/// As high as the room, and no lower than the panel can be. What QScrollArea does of itself gives a panel with wrapped
/// text the height that it would like, so that lists which could be lower are scrolled twice.
void PanelScroll::fit()
{
    const QSize room = maximumViewportSize();
    const auto needs = [this](int width) {
        const QLayout* layout = widget()->layout();
        const int least = leastSize(*widget()).height();
        return layout && layout->hasHeightForWidth() ? std::max(layout->minimumHeightForWidth(width), least) : least;
    };
    if (needs(room.width()) <= room.height()) {
        widget()->resize(room);
        return;
    }
    const int width = room.width() - verticalScrollBar()->sizeHint().width();
    widget()->resize(width, std::max(needs(width), needs(room.width())));
}

} // namespace tessera::app
