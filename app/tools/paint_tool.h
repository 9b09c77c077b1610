// SPDX-License-Identifier: GPL-3.0-or-later
// What the tools that draw with the brush of cells have in common. Brush, restore and jitter differ in their ink alone.
#pragma once

#include "app/tools/drag_tool.h"

namespace tessera::app {

class PaintTool : public DragTool {
public:
    using DragTool::DragTool;

protected:
    core::Region drawn(const Document& document, core::Cell from, core::Cell to) const override;
    bool drawsLines() const override { return true; }
};

} // namespace tessera::app
