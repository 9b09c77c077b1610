// SPDX-License-Identifier: GPL-3.0-or-later
// Selects all cells whose code is like the clicked one's (ToolState::tolerance), wherever they are.
#pragma once

#include "app/tools/selecting_tool.h"

namespace tessera::app {

class SameTool : public SelectingTool {
public:
    using SelectingTool::SelectingTool;

protected:
    core::Region chosen(const Document& document, const std::vector<core::Cell>& path) const override;
    bool choosesByDrag() const override { return false; }
    QString label() const override;
};

} // namespace tessera::app
