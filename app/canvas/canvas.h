// SPDX-License-Identifier: GPL-3.0-or-later
// The centre of the window: the panes, at first Input, Codes, Reconstruction and Error, over one viewport, and the
// mouse and keyboard that go to the current tool. Knows the document, not the window.
#pragma once

#include "app/canvas/hover.h"
#include "app/canvas/viewport.h"
#include "core/edit/region.h"
#include "core/geometry.h"

#include <QImage>
#include <QKeySequence>
#include <QPointer>
#include <QRgb>
#include <QWidget>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace tessera::core {
struct Edit;
}

namespace tessera::app {

class CanvasInput;
class Document;
class OtherDocuments;
class Overlays;
class CompareInput;
class FloatingPaste;
class PaneImages;
class PaneRefresh;
class PaneSet;
class PaneView;
class PeekKey;
class ToolState;
struct CanvasScene;

class Canvas : public QWidget {
    Q_OBJECT
public:
    explicit Canvas(ToolState& tools, QWidget* parent = nullptr);
    ~Canvas() override;

    void setDocument(Document* document); ///< null: empty panes
    Viewport& viewport() { return m_viewport; }
    const std::vector<PaneView*>& panes() const; ///< four; fewer may be in sight
    PaneSet& paneSet() { return *m_panes; }
    PaneImages& images() { return *m_images; }
    OtherDocuments& others() { return *m_others; }
    /// What keys and menus move: the shared viewport, or the active pane's own where that is not linked.
    Viewport& activeViewport();

    /// How the menus of the panes find the keys of actions.
    void setKeyOf(std::function<QKeySequence(const QString&)> keyOf) { m_keyOf = std::move(keyOf); }
    /// One colour per code of the current model, for the Codes pane.
    void setCodeColours(std::vector<QRgb> colours);
    void setGridVisible(bool visible);
    void setNumbersVisible(bool visible); ///< code numbers on cells where there is room
    /// Shown in the corner of the Reconstruction pane: "exact", "approximate", "decoding ...",
    /// "out of date".
    void setDecoding(bool decoding);
    /// Strokes begin only while this is true; looking around works always.
    void setPaintable(bool paintable);
    /// What lies over the panes; outlives the canvas.
    void setOverlays(const Overlays& overlays);

    /// The whole of the error map's colours: differences of `range` (0..1) and more have the last colour.
    void setErrorRange(double range);
    double errorRange() const;
    static constexpr double kErrorRange = 0.25;

    /// Dims all cells but these, in every pane.
    void setHighlight(core::Region cells);
    void clearHighlight();

    /// The keyboard's cell (arrows move it, Enter paints); also where "go to cell" goes.
    void setCursorCell(core::Cell cell);

    /// For assistive programs: what is shown, and where a cell of the Codes pane is on the screen (empty: out of
    /// sight).
    const Document* document() const;
    std::optional<core::Cell> cursorCell() const;
    QRect cellOnScreen(core::Cell cell) const;
    std::optional<core::Cell> cellAtScreen(QPoint point) const; ///< of any pane

    /// For pastes that float over the panes until they are put down.
    FloatingPaste& floating();

    QSize sizeHint() const override;

signals:
    void hovered(const tessera::app::Hover& hover);
    void cursorMoved(QPoint pixel); ///< the middle of the keyboard's cell, in picture pixels

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void connectPanes();
    void tellHover();
    void renew(); ///< the document is another one, or everything in it
    void reveal(const core::Edit& edit); ///< scrolls the active pane where none of it is in sight

    Viewport m_viewport;
    ToolState& m_tools;
    std::function<QKeySequence(const QString&)> m_keyOf;
    std::unique_ptr<PaneImages> m_images;
    std::unique_ptr<OtherDocuments> m_others;
    std::unique_ptr<CanvasScene> m_scene;
    PaneSet* m_panes = nullptr;
    PaneRefresh* m_refresh = nullptr;
    CanvasInput* m_input = nullptr;
    CompareInput* m_compare = nullptr;
    PeekKey* m_peek = nullptr;
};

} // namespace tessera::app
