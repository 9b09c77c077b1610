// SPDX-License-Identifier: GPL-3.0-or-later
// Writes code A, or what the dice say.
#pragma once

#include "app/tools/paint_tool.h"

namespace tessera::app {

class BrushTool : public PaintTool {
public:
    using PaintTool::PaintTool;

protected:
    core::Ink ink(const Document& document, core::Cell at) const override;
    QString label() const override;
    bool canPaint(const Document& document) const override;
};

} // namespace tessera::app
