// SPDX-License-Identifier: GPL-3.0-or-later
// Paints pixels on the reconstruction. They lie over it (PaintedPixels) while the drag goes on; when it ends, the cells
// that it touched are encoded again. Ctrl+click picks the colour.
#pragma once

#include "app/tools/tool.h"
#include "core/edit/pixel_stroke.h"

#include <optional>

namespace tessera::app {

class PixelTool : public Tool {
public:
    using Tool::Tool;

    core::Region footprint(const Document& document, const ToolEvent& event) const override;
    std::optional<PixelPreview> previewPixels(const Document& document, const ToolEvent& event) const override;
    bool aimsAtPixels() const override { return true; }
    bool takesControl() const override { return true; }
    bool paints() const override { return true; }
    Qt::CursorShape cursor(const Document& document, const ToolEvent& event) const override;

    void press(Document& document, const ToolEvent& event) override;
    void move(Document& document, const ToolEvent& event) override;
    void release(Document& document, const ToolEvent& event) override;
    void abort(Document& document) override;
    void reset() override;

private:
    enum class Doing { nothing, painting, picking };

    core::PixelPoint pointOf(const ToolEvent& event) const;
    core::PixelPoint startOf(const ToolEvent& event) const; ///< where a press begins
    core::PixelStroke strokeOn(const Document& document) const;
    QRgb colourFor(const Document& document) const; ///< gray under a model without colours
    void pick(const Document& document, const ToolEvent& event);

    Doing m_doing = Doing::nothing;
    core::PixelPoint m_at;                   ///< where the drag is
    std::optional<core::PixelPoint> m_last;  ///< where the next straight line begins
    std::optional<core::PixelPoint> m_beforeStroke; ///< m_last before the drag
    QRgb m_beforePick = 0;
};

} // namespace tessera::app
