// SPDX-License-Identifier: GPL-3.0-or-later
// What the tools that draw with the brush have in common: drags without gaps, straight lines by Shift, one undo step a
// drag. Brush and restore differ in their ink alone.
#pragma once

#include "app/tools/tool.h"

#include <QString>

#include <optional>

namespace tessera::app {

class PaintTool : public Tool {
public:
    using Tool::Tool;

    core::Region footprint(const Document& document, const ToolEvent& event) const override;
    core::Ink previewInk(const Document& document, const ToolEvent&) const override;
    bool paints() const override { return true; }

    void press(Document& document, const ToolEvent& event) override;
    void move(Document& document, const ToolEvent& event) override;
    void release(Document& document, const ToolEvent& event) override;
    void abort(Document& document) override;
    void reset() override;

protected:
    /// What is written, and how the undo step is called.
    virtual core::Ink ink(const Document& document) const = 0;
    virtual QString label() const = 0;
    /// False where there is nothing to write with.
    virtual bool canPaint(const Document&) const { return true; }

private:
    void draw(Document& document, core::Cell from, core::Cell to);

    int m_stroke = 0; ///< of the drag that goes on; 0 between drags
    core::Cell m_at;  ///< where the drag is
    std::optional<core::Cell> m_last;         ///< where the next straight line begins
    std::optional<core::Cell> m_beforeStroke; ///< m_last before the drag, for abort()
};

} // namespace tessera::app
