// SPDX-License-Identifier: GPL-3.0-or-later
// Rectangles and ellipses between press and release. Nothing is written before the release; until then the preview
// shows it.
#pragma once

#include "app/tools/tool.h"

#include <optional>

namespace tessera::app {

class ShapeTool : public Tool {
public:
    using Tool::Tool;

    core::Region footprint(const Document& document, const ToolEvent& event) const override;
    core::Ink previewInk(const Document& document, const ToolEvent& event) const override;
    bool paints() const override { return true; }
    bool needsDrag(const Document&, const ToolEvent&) const override { return true; }

    void press(Document& document, const ToolEvent& event) override;
    void move(Document&, const ToolEvent&) override {}
    void release(Document& document, const ToolEvent& event) override;
    void abort(Document&) override { m_from.reset(); }
    void reset() override { m_from.reset(); }

private:
    std::optional<core::Cell> m_from; ///< where the drag began; nothing between drags
};

} // namespace tessera::app
