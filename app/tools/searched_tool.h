// SPDX-License-Identifier: GPL-3.0-or-later
// What the tools have in common whose codes take a search of the codebook: a drag goes to the document's SoughtStrokes,
// which write it when it is found, and what a press would do is looked for by the same thread while nobody presses.
// Until that is found a preview shows its cells alone.
#pragma once

#include "app/documents/sought_strokes.h"
#include "app/tools/brush_options.h"
#include "app/tools/paint_tool.h"

#include <cstdint>
#include <optional>

namespace tessera::app {

class SearchedTool : public PaintTool {
public:
    explicit SearchedTool(ToolState& state);
    ~SearchedTool() override;

    core::Ink previewInk(const Document& document, const ToolEvent& event) const override;
    void press(Document& document, const ToolEvent& event) override;
    void release(Document& document, const ToolEvent& event) override;
    void abort(Document& document) override;
    void reset() override;

protected:
    struct Brush {
        int size = 1; ///< as of core::brushAt()
        core::BrushShape shape = core::BrushShape::square;
        bool operator==(const Brush&) const = default;
    };
    /// What works out a stroke with the options as they are now. It keeps all it needs.
    virtual MakeStroke strokeMaker(const Document& document) const = 0;

    core::Region drawn(const Document& document, core::Cell from, core::Cell to) const override;
    core::Ink ink(const Document& document, core::Cell at) const override; ///< what is there: the search writes
    void write(Document& document, core::Cell from, core::Cell to) override;
    Brush brush() const { return m_brush.value_or(stateBrush()); } ///< during a drag, that with which it began

private:
    /// All that a preview depends on.
    struct Wanted {
        const Document* document = nullptr;
        std::uint64_t model = 0;
        quint64 revision = 0;
        core::Cell from, to;
        Brush brush;
        JitterOptions jitter;
        MorphOptions morph;
        int code = 0;
        quint64 seed = 0;
        bool operator==(const Wanted&) const = default;
    };
    Brush stateBrush() const;
    void seek(const Document& document, const Wanted& wanted) const;
    void forgetPreview() const;

    std::optional<Brush> m_brush; ///< of the drag that goes on
    mutable std::optional<Wanted> m_wanted; ///< what is or was looked for
    mutable std::optional<core::CodeBlock> m_found;
    mutable core::Cell m_corner; ///< of what is found
    mutable QFutureWatcher<core::CodeBlock> m_seeker;
};

} // namespace tessera::app
