// SPDX-License-Identifier: GPL-3.0-or-later
// Exchanges the codes of cells for others near to them, at random. A drag changes each cell once, from what it had when
// the drag began.
#pragma once

#include "app/tools/model_search.h"
#include "app/tools/paint_tool.h"
#include "core/index_map.h"

namespace tessera::app {

class JitterTool : public PaintTool {
public:
    using PaintTool::PaintTool;

protected:
    core::Ink ink(const Document& document, core::Cell at) const override;
    QString label() const override;
    bool canPaint(const Document& document) const override;
    bool isRandom() const override { return true; }
    void begin(Document& document, const ToolEvent& event) override;
    void end() override { m_before = {}; }

private:
    core::IndexMap m_before; ///< the codes when the drag began
    mutable ModelSearch m_search;
};

} // namespace tessera::app
