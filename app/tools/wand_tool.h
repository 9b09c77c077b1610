// SPDX-License-Identifier: GPL-3.0-or-later
// Selects the cells that hang together with the clicked one through like codes (ToolState::tolerance, connectivity).
#pragma once

#include "app/tools/selecting_tool.h"

namespace tessera::app {

class WandTool : public SelectingTool {
public:
    using SelectingTool::SelectingTool;

protected:
    core::Region chosen(const Document& document, const std::vector<core::Cell>& path) const override;
    bool choosesByDrag() const override { return false; }
    QString label() const override;
};

} // namespace tessera::app
