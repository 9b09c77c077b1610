// SPDX-License-Identifier: GPL-3.0-or-later
// The codebook as a scatter of swatches. The wheel zooms, a drag moves, a double click shows all again; a click or the
// arrow keys choose a code.
#pragma once

#include "app/analysis/atlas_maker.h"
#include "core/analysis/neighbours.h"

#include <QPointF>
#include <QWidget>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace tessera::app {

class CodeLooks;

class AtlasView : public QWidget {
    Q_OBJECT
public:
    enum class Colouring {
        swatches,
        distances, ///< to the nearest code
    };

    explicit AtlasView(CodeLooks& looks, QWidget* parent = nullptr);

    /// Null, or without a layout of that kind: nothing is shown.
    void setAtlas(std::shared_ptr<const CodeAtlas> atlas, AtlasKind kind);
    void setColouring(Colouring colouring);
    /// How often each code is used; empty where no picture could use them.
    void setCounts(std::vector<std::int64_t> counts);
    void setCurrent(int code);  ///< what is painted with; lines go to its nearest codes
    void setIsolated(int code); ///< that others give way to; -1: none
    void setPointed(int code);  ///< under the mouse in a pane; -1: none
    const std::vector<core::Neighbour>& nearest() const { return m_nearest; } ///< to that one, the nearest first
    int isolated() const { return m_isolated; }
    int pointed() const { return m_pointed; }

    QPointF placeOf(int code) const;          ///< on the widget
    int codeAt(QPointF point) const;          ///< -1: none is near
    double distanceRange() const { return m_distanceRange; } ///< the last colour

    QSize sizeHint() const override { return {300, 300}; }

signals:
    void hovered(int code); ///< -1: none
    void chosen(int code);
    void released(); ///< a click beside all codes

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;
    /// The map is as wide as it is high, at most: what is higher would stay empty.
    void resizeEvent(QResizeEvent*) override { setMaximumHeight(width()); }
    void focusInEvent(QFocusEvent*) override { update(); }
    void focusOutEvent(QFocusEvent*) override { update(); }

private:
    const core::AtlasLayout& places() const;
    QRectF mapArea() const;
    double scale() const; ///< pixels of the widget for 1 of the layout
    double side() const; ///< of a swatch
    void findNearest();
    void setHovered(int code);
    void drawCodes(QPainter& painter) const;
    void drawCode(QPainter& painter, int code) const;
    void drawRings(QPainter& painter) const;
    int nextTowards(QPointF direction) const;

    CodeLooks& m_looks;
    std::shared_ptr<const CodeAtlas> m_atlas;
    AtlasKind m_kind = AtlasKind::principal;
    Colouring m_colouring = Colouring::swatches;
    std::vector<std::int64_t> m_counts;
    double m_distanceRange = 0;
    int m_current = 0, m_isolated = -1, m_pointed = -1, m_hovered = -1;
    std::vector<core::Neighbour> m_nearest; ///< to the current one
    double m_zoom = 1;
    QPointF m_middle; ///< of the layout, what is seen in the middle
    std::optional<QPointF> m_pressed; ///< and where the drag is now
    bool m_isDragged = false;
};

} // namespace tessera::app
