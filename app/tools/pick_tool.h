// SPDX-License-Identifier: GPL-3.0-or-later
// Takes the code under the mouse as the one to paint with.
#pragma once

#include "app/tools/tool.h"

namespace tessera::app {

class PickTool : public Tool {
public:
    using Tool::Tool;

    void press(Document& document, const ToolEvent& event) override;
    void move(Document& document, const ToolEvent& event) override;
    void release(Document&, const ToolEvent&) override {}
    void abort(Document&) override;

private:
    int m_codeBefore = -1; ///< the current code when the drag began
};

} // namespace tessera::app
