// SPDX-License-Identifier: GPL-3.0-or-later
// Exchanges the codes of cells for others near to them, at random. A drag changes each cell once, from what it had when
// the drag began.
#pragma once

#include "app/tools/searched_tool.h"

namespace tessera::app {

class JitterTool : public SearchedTool {
public:
    using SearchedTool::SearchedTool;

protected:
    MakeStroke strokeMaker(const Document& document) const override;
    QString label() const override;
    bool canPaint(const Document& document) const override;
    bool isRandom() const override { return true; }
};

} // namespace tessera::app
