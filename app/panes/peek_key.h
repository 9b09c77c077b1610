// SPDX-License-Identifier: GPL-3.0-or-later
// Shows the other picture in a pane (PaneView::setPeeking) as long as A or ` is held: whatever in the canvas's window has
// the focus, but for fields that text is typed into.
#pragma once

#include <QObject>
#include <QPointer>

class QKeyEvent;
class QWidget;

namespace tessera::app {

class CompareInput;
class PaneSet;
class PaneView;

class PeekKey : public QObject {
    Q_OBJECT
public:
    /// The pane under the mouse is meant, else the active one.
    PeekKey(PaneSet& panes, const CompareInput& mouse, QWidget& canvas);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool key(const QWidget& focused, const QKeyEvent& event, bool pressed);
    void end();

    PaneSet& m_panes;
    const CompareInput& m_mouse;
    QWidget& m_canvas;
    QPointer<PaneView> m_peeking;
};

} // namespace tessera::app
