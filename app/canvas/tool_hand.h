// SPDX-License-Identifier: GPL-3.0-or-later
// The tools of a canvas, and the one that is pressed: mouse and keyboard both work through it, so that there is one
// drag at a time.
#pragma once

#include "app/canvas/canvas_scene.h"
#include "app/tools/tool.h"

#include <QString>

#include <map>
#include <memory>

namespace tessera::app {

class ToolHand {
public:
    /// Makes one of each row of the tool list.
    ToolHand(CanvasScene& scene, ToolState& state);
    ~ToolHand();

    Tool& current() const;
    /// What a press would use. The right button picks, whatever the tool, and while that paints, a right drag takes a
    /// stamp; Ctrl picks, too, where the tool has no use for it.
    Tool& toolFor(Qt::MouseButton button, Qt::KeyboardModifiers modifiers) const;

    Tool* pressed() const { return m_pressed; } ///< null between drags
    /// Whose drag it is: the mouse's moves are none of the keyboard's, nor the other way round.
    enum class By { mouse, keyboard };
    bool isPressed(By by) const { return m_pressed && m_by == by; }
    void press(const ToolEvent& event, By by = By::mouse);
    void move(const ToolEvent& event);
    void release(const ToolEvent& event);
    bool abort(); ///< takes the drag back; false where there is none
    /// The document or its codes are others now.
    void reset();

private:
    CanvasScene& m_scene;
    ToolState& m_state;
    std::map<QString, std::unique_ptr<Tool>> m_made; ///< by id
    std::unique_ptr<Tool> m_capture;                 ///< of the right button
    Tool* m_pressed = nullptr;
    By m_by = By::mouse;
};

} // namespace tessera::app
