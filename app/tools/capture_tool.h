// SPDX-License-Identifier: GPL-3.0-or-later
// What the right button does while a painting tool is at work: a click picks a code, a drag takes a rectangle of codes
// as the stamp.
#pragma once

#include "app/tools/tool.h"

#include <optional>

namespace tessera::app {

class CaptureTool : public Tool {
public:
    using Tool::Tool;

    /// The rectangle, once it is more than the cell of the press.
    core::Region footprint(const Document& document, const ToolEvent& event) const override;

    bool needsDrag(const Document&, const ToolEvent&) const override { return true; }

    void press(Document& document, const ToolEvent& event) override;
    void move(Document& document, const ToolEvent& event) override;
    void release(Document& document, const ToolEvent& event) override;
    void abort(Document&) override { m_from.reset(); }
    void reset() override { m_from.reset(); }

private:
    std::optional<core::Cell> m_from; ///< where the drag began; nothing between drags
    bool m_drags = false;             ///< it has left that cell; coming back takes a stamp of one cell
};

} // namespace tessera::app
