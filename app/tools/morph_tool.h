// SPDX-License-Identifier: GPL-3.0-or-later
// A soft brush: moves the latents of cells towards the vector of code A, or towards latents that Ctrl+click has picked,
// and gives the cells the nearest codes. Latents are those of the cells' codes when a drag begins, and stay unquantized
// until it ends.
#pragma once

#include "app/tools/brush_options.h"
#include "app/tools/model_search.h"
#include "app/tools/paint_tool.h"
#include "core/edit/morph.h"

#include <optional>

namespace tessera::app {

class MorphTool : public PaintTool {
public:
    using PaintTool::PaintTool;

    core::Ink previewInk(const Document& document, const ToolEvent& event) const override;
    bool takesControl() const override { return true; }
    Qt::CursorShape cursor(const Document& document, const ToolEvent& event) const override;

    void press(Document& document, const ToolEvent& event) override;
    void move(Document& document, const ToolEvent& event) override;
    void release(Document& document, const ToolEvent& event) override;
    void abort(Document& document) override;
    void reset() override;

protected:
    core::Ink ink(const Document& document, core::Cell at) const override;
    QString label() const override;
    bool canPaint(const Document& document) const override;
    bool isRandom() const override { return false; }
    void begin(Document& document, const ToolEvent& event) override;
    void write(Document& document, core::Cell from, core::Cell to) override;
    void end() override { m_morph.reset(); }

private:
    /// Of the document's model, or none: then code A is the target.
    const PickedLatents* picked(const Document& document) const;
    core::MorphBrush brush() const;
    core::MorphStroke strokeOn(const Document& document) const;
    void pick(const Document& document, core::Cell cell);

    mutable ModelSearch m_search;
    std::optional<core::MorphStroke> m_morph; ///< of the drag that goes on
    std::optional<MorphOptions> m_beforePick; ///< while Ctrl picks
};

} // namespace tessera::app
