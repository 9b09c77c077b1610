// SPDX-License-Identifier: GPL-3.0-or-later
// The tools that select: a rectangle, what a path goes around, what hangs together, and all cells of a code.
#pragma once

#include "app/tools/select_tool.h"

namespace tessera::app {

class RectangleSelectTool : public SelectTool {
public:
    using SelectTool::SelectTool;

protected:
    core::Region chosen(const Document& document, const std::vector<core::Cell>& path) const override;
    bool choosesByDrag() const override { return true; }
    QString label() const override;
};

class LassoTool : public SelectTool {
public:
    using SelectTool::SelectTool;

protected:
    core::Region chosen(const Document& document, const std::vector<core::Cell>& path) const override;
    bool choosesByDrag() const override { return true; }
    QString label() const override;
};

/// The cells that hang together with the clicked one through like codes (ToolState::tolerance, connectivity).
class WandTool : public SelectTool {
public:
    using SelectTool::SelectTool;

protected:
    core::Region chosen(const Document& document, const std::vector<core::Cell>& path) const override;
    bool choosesByDrag() const override { return false; }
    QString label() const override;
};

/// All cells whose code is like the clicked one's (ToolState::tolerance), wherever they are.
class SameCodeTool : public SelectTool {
public:
    using SelectTool::SelectTool;

protected:
    core::Region chosen(const Document& document, const std::vector<core::Cell>& path) const override;
    bool choosesByDrag() const override { return false; }
    QString label() const override;
};

} // namespace tessera::app
