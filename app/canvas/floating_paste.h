// SPDX-License-Identifier: GPL-3.0-or-later
// Carries what floats over the panes: a drag or the arrow keys move it, Enter or a click beside it puts it down, Esc
// throws it away. Keeps scene.floating; the document changes only when it is put down.
#pragma once

#include "app/canvas/canvas_scene.h"

#include <QObject>

#include <functional>

class QKeyEvent;

namespace tessera::app {

class Viewport;

class FloatingPaste : public QObject {
    Q_OBJECT
public:
    FloatingPaste(CanvasScene& scene, Viewport& viewport, QObject* parent);

    /// Told where the first row and column lie when it is put down.
    using Land = std::function<void(core::Cell corner)>;
    /// Lets `content` float over the selection, or where nothing is selected in the middle of the view; its corner and
    /// border are found here. What floated before is thrown away. Does nothing without a grid.
    void begin(FloatingCodes content, Land land);
    bool isActive() const { return m_scene.floating.has_value(); }
    void cancel();

    void press(core::Cell cell);
    void move(core::Cell cell);
    void release() { m_grip.reset(); }
    /// True where the key was for it.
    bool key(const QKeyEvent& event);
    Qt::CursorShape cursor(core::Cell cell) const;

signals:
    void changed(); ///< what floats, or where
    void began();
    void ended();

private:
    void moveTo(core::Cell corner);
    void land();

    CanvasScene& m_scene;
    Viewport& m_viewport;
    Land m_land;
    std::optional<core::Cell> m_grip; ///< from its corner to where a drag holds it
};

} // namespace tessera::app
