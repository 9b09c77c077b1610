// SPDX-License-Identifier: GPL-3.0-or-later
// The panes of the canvas: one, two or four of them in sight, each with its header. Each of these layouts remembers
// what its panes show and how they compare it. One pane is active: the one that was pressed or chosen last, on which keys and menus act. Also
// the clock of what blinks.
#pragma once

#include "app/canvas/canvas_scene.h"
#include "app/panes/pane_source.h"

#include <QObject>
#include <QTimer>

#include <map>
#include <vector>

namespace tessera::app {

class PaneHeader;
class PaneView;
class Viewport;

class PaneSet : public QObject {
    Q_OBJECT
public:
    static constexpr int kMost = 4;

    /// The panes are children of `canvas`.
    PaneSet(const CanvasScene& scene, Viewport& shared, QWidget& canvas);
    ~PaneSet() override;

    const std::vector<PaneView*>& all() const { return m_panes; } ///< kMost; those out of sight are hidden
    PaneHeader& headerOf(const PaneView& pane) const;

    int count() const { return m_count; }
    void setCount(int count); ///< 1, 2 or 4; for other numbers nothing happens
    /// What the panes of that layout show, or will; of a pane that shows another document, what it showed before.
    std::vector<PaneSource> sources(int count) const;
    void setSources(int count, const std::vector<PaneSource>& sources);

    PaneView& active() const { return *m_panes[m_active]; }
    void setActive(const PaneView& pane);

    void arrange(QSize size); ///< of the canvas
    void refreshHeaders();
    void update(); ///< paints all again

signals:
    void layoutChanged(); ///< the number of panes, or what one of them shows
    void activeChanged();

private:
    void keepSetups();
    void keepTime();
    void blink();
    void showActive();
    void placeLegends();

    Viewport& m_shared;
    QWidget& m_canvas;
    std::vector<PaneHeader*> m_headers;
    std::vector<PaneView*> m_panes;
    /// A pane of a layout.
    struct Kept {
        PaneSetup setup;
        PaneSource own = setup.first.source; ///< of the document in front, what it showed last
    };
    static std::vector<Kept> keptOf(std::initializer_list<PaneSource> sources);

    std::map<int, std::vector<Kept>> m_kept; ///< by layout
    int m_count = kMost;
    std::size_t m_active = 0;
    QSize m_size;
    QTimer m_clock;
    bool m_restoring = false; ///< a layout's setups
    bool m_second = false;    ///< phase of what blinks
};

} // namespace tessera::app
