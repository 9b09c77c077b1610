// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the stamp in hand. A drag lays it side by side, on the stamp's own grid from where the drag began.
#pragma once

#include "app/tools/tool.h"
#include "core/edit/tiling.h"

namespace tessera::app {

class StampTool : public Tool {
public:
    using Tool::Tool;

    core::Region footprint(const Document& document, const ToolEvent& event) const override;
    core::Ink previewInk(const Document& document, const ToolEvent& event) const override;
    bool paints() const override { return true; }

    void press(Document& document, const ToolEvent& event) override;
    void move(Document& document, const ToolEvent& event) override;
    void release(Document& document, const ToolEvent& event) override;
    void abort(Document& document) override;
    void reset() override { m_stroke = 0; }

private:
    /// From where the drag began; between drags, from where it would begin.
    core::Tiling tilingAt(core::Cell cell) const;
    core::Ink ink(const core::Tiling& tiling) const;
    void write(Document& document, core::Cell from, core::Cell to);

    int m_stroke = 0;    ///< of the drag that goes on; 0 between drags
    core::Cell m_origin; ///< corner of the first stamp of the drag
    core::Cell m_at;     ///< where the drag is
};

} // namespace tessera::app
