// SPDX-License-Identifier: GPL-3.0-or-later
// The strip above a pane: what it shows, with a menu to show something else, what has been done to it, and how far it
// can be trusted.
#pragma once

#include "app/canvas/canvas_scene.h"
#include "app/panes/pane_badge.h"
#include "app/panes/pane_source.h"

#include <QWidget>

class QMenu;
class QToolButton;

namespace tessera::app {

class PaneView;

class PaneHeader : public QWidget {
    Q_OBJECT
public:
    PaneHeader(PaneView& pane, const CanvasScene& scene, QWidget* parent = nullptr);

    /// Empty until it is about to be shown; whoever knows what there is to choose fills it then.
    QMenu& menu() { return *m_menu; }
    QToolButton& button() { return *m_button; }
    void setActive(bool active); ///< the pane that keys act on

    PaneState state() const;
    QString stateText() const; ///< empty for none
    QString stateHint() const; ///< a sentence; empty where the word says all
    QString linkText() const; ///< where the pane does not look where the others look
    QString detail() const;    ///< "500 × 333, padded to 504 × 336"

    QSize sizeHint() const override;
    /// Something that the texts speak of has changed.
    void refresh();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    PaneState stateOf(const SourceRef& ref) const;
    bool spansColours() const; ///< is there a colour bar?
    void placeButton();
    /// Draws at the right end of `free` and returns what is left of it.
    QRectF drawRange(QPainter& painter, QRectF free) const;

    PaneView& m_pane;
    const CanvasScene& m_scene;
    QMenu* m_menu;
    QToolButton* m_button;
    QString m_name; ///< of what is shown; the button has less of it in a narrow pane
    bool m_active = false;
};

} // namespace tessera::app
