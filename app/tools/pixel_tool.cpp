// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/pixel_tool.h"

#include "app/documents/document.h"
#include "app/pictures/painted_pixels.h"
#include "app/tools/tool_state.h"

#include <QCoreApplication>

#include <cmath>

namespace tessera::app {
namespace {

bool picks(const ToolEvent& event)
{
    return event.modifiers.testFlag(Qt::ControlModifier);
}

} // namespace

core::PixelPoint PixelTool::pointOf(const ToolEvent& event) const
{
    return core::snapped({event.point.x(), event.point.y()}, state().pixels().brush.size);
}

core::PixelPoint PixelTool::startOf(const ToolEvent& event) const
{
    const bool isLine = m_doing == Doing::nothing && m_last && event.modifiers.testFlag(Qt::ShiftModifier);
    return isLine ? *m_last : pointOf(event);
}

core::PixelStroke PixelTool::strokeOn(const Document& document) const
{
    return {document.grid(), static_cast<int>(document.model()->factor()), document.selection(), state().pixels().brush};
}

QRgb PixelTool::colourFor(const Document& document) const
{
    const QRgb colour = state().pixels().colour;
    if (document.reconstruction() && document.reconstruction()->channels >= 3)
        return colour;
    const int lightness = static_cast<int>(
        std::lround(0.299 * qRed(colour) + 0.587 * qGreen(colour) + 0.114 * qBlue(colour)));
    return qRgb(lightness, lightness, lightness);
}

core::Region PixelTool::footprint(const Document& document, const ToolEvent& event) const
{
    if (picks(event) || m_doing == Doing::picking)
        return {};
    core::PixelStroke stroke = strokeOn(document);
    stroke.drag(startOf(event), pointOf(event));
    return stroke.touched();
}

std::optional<PixelPreview> PixelTool::previewPixels(const Document& document, const ToolEvent& event) const
{
    if (picks(event) || m_doing == Doing::picking)
        return {};
    PixelPreview preview{pointOf(event), state().pixels().brush.size};
    if (m_doing == Doing::nothing && document.reconstruction()) {
        core::PixelStroke stroke = strokeOn(document);
        stroke.drag(startOf(event), pointOf(event));
        preview.look = imageOf(stroke, colourFor(document)).copy();
        preview.corner = {stroke.bounds().top, stroke.bounds().left};
    }
    return preview;
}

Qt::CursorShape PixelTool::cursor(const Document&, const ToolEvent& event) const
{
    return m_doing == Doing::picking || (m_doing == Doing::nothing && picks(event)) ? Qt::PointingHandCursor
                                                                                    : Qt::CrossCursor;
}

void PixelTool::press(Document& document, const ToolEvent& event)
{
    if (picks(event)) {
        m_doing = Doing::picking;
        m_beforePick = state().pixels().colour;
        pick(document, event);
        return;
    }
    if (!document.reconstruction())
        return; // there is nothing to paint on yet
    const core::PixelPoint from = startOf(event);
    m_doing = Doing::painting;
    m_beforeStroke = m_last;
    document.painted().begin(strokeOn(document), colourFor(document), static_cast<int>(document.model()->factor()));
    m_at = pointOf(event);
    m_last = m_at;
    document.painted().drag(from, m_at);
}

void PixelTool::move(Document& document, const ToolEvent& event)
{
    if (m_doing == Doing::picking)
        pick(document, event);
    if (m_doing != Doing::painting || pointOf(event) == m_at)
        return;
    document.painted().drag(m_at, pointOf(event));
    m_at = pointOf(event);
    m_last = m_at;
}

void PixelTool::release(Document& document, const ToolEvent& event)
{
    move(document, event);
    if (m_doing == Doing::painting)
        document.painted().finish(QCoreApplication::translate("Tools", "Paint Pixels"));
    m_doing = Doing::nothing;
}

void PixelTool::abort(Document& document)
{
    if (m_doing == Doing::painting) {
        document.painted().abort();
        m_last = m_beforeStroke;
    } else if (m_doing == Doing::picking) {
        PixelOptions options = state().pixels();
        options.colour = m_beforePick;
        state().setPixels(options);
    }
    m_doing = Doing::nothing;
}

void PixelTool::reset()
{
    m_doing = Doing::nothing;
    m_last.reset();
}

/// What the pane shows there; where that is no picture, what the reconstruction shows.
void PixelTool::pick(const Document& document, const ToolEvent& event)
{
    const QPoint pixel(static_cast<int>(std::floor(event.point.x())), static_cast<int>(std::floor(event.point.y())));
    const QRgb colour = event.seen != 0 ? event.seen : document.shown().colour(pixel);
    if (colour == 0)
        return;
    PixelOptions options = state().pixels();
    options.colour = colour;
    state().setPixels(options);
}

} // namespace tessera::app
