// SPDX-License-Identifier: GPL-3.0-or-later
// What the tools have in common that write cells while they are dragged: drags without gaps, one undo step a drag,
// perhaps straight lines by Shift, and a preview that is what the press would write.
#pragma once

#include "app/tools/tool.h"

#include <QString>

#include <optional>

namespace tessera::app {

class DragTool : public Tool {
public:
    using Tool::Tool;

    core::Region footprint(const Document& document, const ToolEvent& event) const override;
    core::Ink previewInk(const Document& document, const ToolEvent& event) const override;
    bool paints() const override { return true; }

    void press(Document& document, const ToolEvent& event) override;
    void move(Document& document, const ToolEvent& event) override;
    void release(Document& document, const ToolEvent& event) override;
    void abort(Document& document) override;
    void reset() override;

protected:
    /// The cells that the way from one cell to another writes, clipped to the grid.
    virtual core::Region drawn(const Document& document, core::Cell from, core::Cell to) const = 0;
    /// What they get, where the drag has come to `at`.
    virtual core::Ink ink(const Document& document, core::Cell at) const = 0;
    /// How the undo step is called.
    virtual QString label() const = 0;
    /// False where there is nothing to write with.
    virtual bool canPaint(const Document&) const { return true; }
    /// Does the next drag write other codes than this one?
    virtual bool isRandom() const;
    /// Does Shift draw straight lines from where the last drag ended?
    virtual bool drawsLines() const { return false; }
    /// A drag begins; isDragging() is not yet true.
    virtual void begin(Document&, const ToolEvent&) {}
    /// Writes the way from one cell to the next.
    virtual void write(Document& document, core::Cell from, core::Cell to);
    /// The drag is over, in whatever way.
    virtual void end() {}

    bool isDragging() const { return m_stroke != 0; }
    int stroke() const { return m_stroke; } ///< Document::newStroke() of the drag that goes on; 0 between drags

    core::Cell startOf(const ToolEvent& event) const; ///< where a press begins to write

private:
    void draw(Document& document, core::Cell from, core::Cell to);
    void finish();

    int m_stroke = 0;
    core::Cell m_at; ///< where the drag is
    std::optional<core::Cell> m_last;         ///< where the next straight line begins
    std::optional<core::Cell> m_beforeStroke; ///< m_last before the drag, for abort()
};

} // namespace tessera::app
