// SPDX-License-Identifier: GPL-3.0-or-later
// Fills what hangs together with the clicked cell and has its code, or codes like it; with Ctrl, wherever they are.
#pragma once

#include "app/tools/tool.h"

namespace tessera::app {

class FillTool : public Tool {
public:
    using Tool::Tool;

    core::Region footprint(const Document& document, const ToolEvent& event) const override;
    core::Ink previewInk(const Document& document, const ToolEvent& event) const override;
    bool takesControl() const override { return true; }
    bool paints() const override { return true; }

    void press(Document& document, const ToolEvent& event) override;
    void move(Document&, const ToolEvent&) override {}
    void release(Document& document, const ToolEvent& event) override;
    void abort(Document& document) override;

private:
    int m_stroke = 0;
};

} // namespace tessera::app
