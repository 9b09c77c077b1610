// SPDX-License-Identifier: GPL-3.0-or-later
// Mouse and keys of comparing: drags the line of a wipe (Alt and the left and right arrows move it too).
#pragma once

#include <QObject>

class QKeyEvent;
class QMouseEvent;

namespace tessera::app {

class PaneSet;
class PaneView;

class CompareInput : public QObject {
    Q_OBJECT
public:
    /// Filters the events of the panes and the keys of `canvas`, ahead of whoever was there before.
    CompareInput(PaneSet& panes, QWidget& canvas);

    bool isDragging() const { return m_dragged; }
    PaneView* hovered() const { return m_hovered; } ///< pane under the mouse; null for none

signals:
    void lineLeft(); ///< the mouse's shape is to be another one again

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool key(const QKeyEvent& event);
    bool press(PaneView& pane, const QMouseEvent& event);
    bool move(PaneView& pane, const QMouseEvent& event);
    bool isOnLine(const PaneView& pane, QPointF position) const;
    static void moveLine(PaneView& pane, double line);

    PaneSet& m_panes;
    QWidget& m_canvas;
    PaneView* m_hovered = nullptr;
    PaneView* m_dragged = nullptr; ///< whose line is dragged
};

} // namespace tessera::app
