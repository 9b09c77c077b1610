// SPDX-License-Identifier: GPL-3.0-or-later
// A soft brush: moves the latents of cells towards the vector of code A, or towards latents that Ctrl+click has picked,
// and gives the cells the nearest codes. Latents are those of the cells' codes when a drag begins, and stay unquantized
// until it ends.
#pragma once

#include "app/tools/brush_options.h"
#include "app/tools/searched_tool.h"
#include "core/edit/soft_brush.h"

#include <QFutureWatcher>

#include <optional>
#include <vector>

namespace tessera::app {

class MorphTool : public SearchedTool {
public:
    explicit MorphTool(ToolState& state);
    ~MorphTool() override;

    core::Ink previewInk(const Document& document, const ToolEvent& event) const override;
    bool takesControl() const override { return true; }
    Qt::CursorShape cursor(const Document& document, const ToolEvent& event) const override;

    void press(Document& document, const ToolEvent& event) override;
    void move(Document& document, const ToolEvent& event) override;
    void release(Document& document, const ToolEvent& event) override;
    void abort(Document& document) override;
    void reset() override;

protected:
    MakeStroke strokeMaker(const Document& document) const override;
    QString label() const override;
    bool canPaint(const Document& document) const override;
    bool isRandom() const override { return false; }

private:
    /// Of the document's model, or none: then code A is the target.
    const PickedLatents* picked(const Document& document) const;
    core::SoftBrush softBrush() const;
    void pick(const Document& document, core::Cell cell);
    void nameTarget(int code); ///< what was picked is nearest to that

    std::optional<MorphOptions> m_beforePick; ///< while Ctrl picks
    std::vector<float> m_unnamed;             ///< what was picked, while its nearest code is looked for
    QFutureWatcher<int> m_namer;
};

} // namespace tessera::app
