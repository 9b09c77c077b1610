// SPDX-License-Identifier: GPL-3.0-or-later
// Gives cells back the codes that the encoder chose; there is no empty code to erase to.
#pragma once

#include "app/tools/paint_tool.h"

namespace tessera::app {

class RestoreTool : public PaintTool {
public:
    using PaintTool::PaintTool;

protected:
    core::Ink ink(const Document& document, core::Cell at) const override;
    QString label() const override;
};

} // namespace tessera::app
