// SPDX-License-Identifier: GPL-3.0-or-later
// Selects what a drag goes around, and the cells that it goes over.
#pragma once

#include "app/tools/selecting_tool.h"

namespace tessera::app {

class LassoTool : public SelectingTool {
public:
    using SelectingTool::SelectingTool;

protected:
    core::Region chosen(const Document& document, const std::vector<core::Cell>& path) const override;
    bool choosesByDrag() const override { return true; }
    QString label() const override;
};

} // namespace tessera::app
