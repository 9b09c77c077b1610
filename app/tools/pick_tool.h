// SPDX-License-Identifier: GPL-3.0-or-later
// Takes the code under the mouse as A, with Ctrl and the right button as B.
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
    int m_a = 0, m_b = 0; ///< the codes when the drag began
};

} // namespace tessera::app
