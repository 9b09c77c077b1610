// SPDX-License-Identifier: GPL-3.0-or-later
// Mouse, wheel and keyboard over the canvas: pans and zooms the viewport, hands presses and drags to the current tool
// as cells, and keeps the scene's marks (hovered cell, footprint, keyboard cell) where they belong.
#pragma once

#include "app/canvas/canvas_scene.h"
#include "app/canvas/cell_cursor.h"
#include "app/canvas/cursor_selection.h"
#include "app/canvas/floating_paste.h"
#include "app/tools/tool.h"

#include <QObject>
#include <QPointF>

#include <map>
#include <memory>
#include <vector>

class QKeyEvent;
class QMouseEvent;
class QWheelEvent;
class QWidget;

namespace tessera::app {

class PaneView;
class Viewport;

class CanvasInput : public QObject {
    Q_OBJECT
public:
    /// Filters the events of the panes and the keys of `canvas`, which has their focus.
    CanvasInput(CanvasScene& scene, Viewport& viewport, ToolState& tools, std::vector<PaneView*> panes,
                QWidget& canvas);
    ~CanvasInput() override;

    /// To be called when the scene's document or its grid is another one.
    void reset();
    CellCursor& cursor() { return m_cursor; }
    FloatingPaste& floating() { return m_floating; }
    /// Codes, tool, brush or viewport have changed: what is under the mouse may be something else.
    void refresh();

signals:
    void marksChanged(); ///< the scene's hover, footprint or cursor

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    enum class Drag { none, paint, pan, carry };

    bool press(PaneView& pane, const QMouseEvent& event);
    bool move(PaneView& pane, const QMouseEvent& event);
    bool release(PaneView& pane, const QMouseEvent& event);
    bool wheel(PaneView& pane, const QWheelEvent& event);
    bool keyPress(const QKeyEvent& event);
    bool keyRelease(const QKeyEvent& event);
    void leave();

    Tool& currentTool() const;
    /// The right button picks, whatever the tool, and so does Ctrl where the tool has no use for it.
    Tool& toolFor(Qt::MouseButton button, Qt::KeyboardModifiers modifiers) const;
    core::Cell cellAt(const PaneView& pane, QPointF position) const;
    bool abortDrag();
    bool escape();
    void pressAtCursor(Qt::KeyboardModifiers modifiers);
    void updateMarks();
    void updateShape();

    CanvasScene& m_scene;
    Viewport& m_viewport;
    ToolState& m_tools;
    std::vector<PaneView*> m_panes;
    QWidget& m_canvas;
    CellCursor m_cursor;
    CursorSelection m_cursorSelection;
    FloatingPaste m_floating;
    std::map<QString, std::unique_ptr<Tool>> m_made; ///< one of each row of the tool list

    Drag m_drag = Drag::none;
    Tool* m_dragTool = nullptr;
    Qt::MouseButton m_dragButton = Qt::NoButton;
    PaneView* m_hoverPane = nullptr; ///< under the mouse
    QPointF m_position;              ///< of the mouse in m_hoverPane
    Qt::KeyboardModifiers m_modifiers = Qt::NoModifier;
    bool m_spaceHeld = false;
    int m_sizeSteps = 0; ///< wheel angle that has not made a step of the brush's size yet
};

} // namespace tessera::app
