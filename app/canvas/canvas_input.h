// SPDX-License-Identifier: GPL-3.0-or-later
// The mouse over the canvas: pans and zooms the viewport, hands presses and drags to the current tool as cells, and
// keeps the scene's marks (hovered cell, preview) where they belong. The keyboard is CanvasKeys.
#pragma once

#include "app/canvas/canvas_keys.h"
#include "app/canvas/canvas_scene.h"
#include "app/canvas/floating_paste.h"
#include "app/canvas/tool_hand.h"

#include <QObject>
#include <QPointF>

#include <optional>
#include <vector>

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

    /// To be called when the scene's document or its grid is another one.
    void reset();
    CellCursor& cursor() { return m_keys.cursor(); }
    FloatingPaste& floating() { return m_floating; }
    bool dragsByKeys() const { return m_hand.isPressed(ToolHand::By::keyboard); }
    /// Codes, selection, tool, brush or viewport have changed: what is under the mouse may be something else.
    void refresh();
    /// The document's codes or selection have changed; while a tool is pressed that is its own doing.
    void noteEdit();

signals:
    void marksChanged(); ///< the scene's hover, preview or cursor

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool press(PaneView& pane, const QMouseEvent& event);
    bool move(PaneView& pane, const QMouseEvent& event);
    bool release(PaneView& pane, const QMouseEvent& event);
    bool wheel(PaneView& pane, const QWheelEvent& event);
    void leave();

    bool isDragging() const { return m_panning || m_carrying || m_hand.isPressed(ToolHand::By::mouse); }
    core::Cell cellAt(const PaneView& pane, QPointF position) const;
    ToolEvent toolEvent(const PaneView& pane, Qt::KeyboardModifiers modifiers) const; ///< where the mouse is
    void updateMarks();
    void updatePreview();
    void updateShape();
    Qt::CursorShape toolShape() const; ///< over the pane under the mouse

    CanvasScene& m_scene;
    Viewport& m_viewport;
    ToolState& m_tools;
    std::vector<PaneView*> m_panes;
    QWidget& m_canvas;
    ToolHand m_hand;
    FloatingPaste m_floating;
    CanvasKeys m_keys;

    /// What the scene's preview is of.
    struct Previewed {
        const Tool* tool;
        core::Cell cell;
        QPoint pixel; ///< of tools that aim at pixels
        Qt::KeyboardModifiers modifiers;
        bool operator==(const Previewed&) const = default;
    };
    std::optional<Previewed> m_previewed; ///< nothing where it is to be made anew

    bool m_panning = false;
    bool m_carrying = false; ///< what floats, or having put it down
    Qt::MouseButton m_dragButton = Qt::NoButton;
    PaneView* m_hoverPane = nullptr; ///< under the mouse
    QPointF m_position;              ///< of the mouse in m_hoverPane
    int m_sizeSteps = 0; ///< wheel angle that has not made a step of the brush's size yet
};

} // namespace tessera::app
