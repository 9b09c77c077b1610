// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the stamp in hand. A drag lays it side by side, on the stamp's own grid from where the drag began.
#pragma once

#include "app/tools/drag_tool.h"
#include "core/edit/tiling.h"

namespace tessera::app {

class StampTool : public DragTool {
public:
    using DragTool::DragTool;

protected:
    core::Region drawn(const Document& document, core::Cell from, core::Cell to) const override;
    core::Ink ink(const Document& document, core::Cell at) const override;
    QString label() const override;
    bool canPaint(const Document& document) const override;
    void begin(Document& document, const ToolEvent& event) override;

private:
    /// From where the drag began; between drags, from where it would begin.
    core::Tiling tilingAt(core::Cell cell) const;

    core::Cell m_origin; ///< corner of the first stamp of the drag
};

} // namespace tessera::app
