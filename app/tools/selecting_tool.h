// SPDX-License-Identifier: GPL-3.0-or-later
// What the tools that select have in common: Shift adds, Ctrl subtracts, both intersect; a drag that begins in the
// selection moves the selected codes. They differ in which cells a drag or a click chooses.
#pragma once

#include "app/tools/selection_move.h"
#include "app/tools/tool.h"

#include <QString>

#include <optional>
#include <vector>

namespace tessera::app {

class SelectingTool : public Tool {
public:
    using Tool::Tool;

    bool takesControl() const override { return true; }
    bool needsDrag(const Document& document, const ToolEvent& event) const override;
    Qt::CursorShape cursor(const Document& document, const ToolEvent& event) const override;

    void press(Document& document, const ToolEvent& event) override;
    void move(Document& document, const ToolEvent& event) override;
    void release(Document& document, const ToolEvent& event) override;
    void abort(Document& document) override;
    void reset() override { m_doing = Doing::nothing; }

protected:
    /// The cells that the mouse chooses on its way (at least one cell, perhaps outside the grid), clipped to the grid.
    virtual core::Region chosen(const Document& document, const std::vector<core::Cell>& path) const = 0;
    /// Does the way of a drag matter? Then a click without one takes the selection away.
    virtual bool choosesByDrag() const = 0;
    virtual QString label() const = 0;

private:
    enum class Doing { nothing, choosing, beforeMove, moving };
    enum class Combine { replace, add, subtract, intersect };

    static bool wouldMove(const core::Region& selection, const ToolEvent& event);
    static Combine combineFor(Qt::KeyboardModifiers modifiers);
    void choose(Document& document);

    Doing m_doing = Doing::nothing;
    Combine m_combine = Combine::replace;
    int m_stroke = 0;
    core::Region m_before; ///< the selection when the drag began
    std::vector<core::Cell> m_path;
    std::optional<SelectionMove> m_move;
};

} // namespace tessera::app
