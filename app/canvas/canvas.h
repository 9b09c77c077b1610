// SPDX-License-Identifier: GPL-3.0-or-later
// The centre of the window: the panes Input, Codes, Reconstruction and Error over one viewport, and the mouse and
// keyboard that go to the current tool. Knows the document, not the window.
#pragma once

#include "app/canvas/viewport.h"
#include "core/edit/region.h"
#include "core/geometry.h"

#include <QImage>
#include <QPointer>
#include <QRgb>
#include <QWidget>

#include <memory>
#include <vector>

namespace tessera::core {
struct Edit;
}

namespace tessera::app {

class CanvasInput;
class Document;
class FloatingPaste;
class PaneHeader;
class PaneImages;
class PaneView;
class ToolState;
struct CanvasScene;

/// What is under the mouse, for the status bar.
struct Hover {
    bool inside = false;
    QPoint pixel; ///< in model-size picture pixels
    core::Cell cell;
    int code = -1;
    int encodedCode = -1;
    QString input;          ///< "0.61 0.44 0.38", empty where there is nothing
    QString reconstruction; ///< likewise; "≈ 0.61 0.44 0.38" of a preview
};

class Canvas : public QWidget {
    Q_OBJECT
public:
    explicit Canvas(ToolState& tools, QWidget* parent = nullptr);
    ~Canvas() override;

    void setDocument(Document* document); ///< null: empty panes
    Viewport& viewport() { return m_viewport; }
    const std::vector<PaneView*>& panes() const { return m_panes; } ///< Input, Codes, Reconstruction, Error

    /// One colour per code of the current model, for the Codes pane.
    void setCodeColours(std::vector<QRgb> colours);
    void setGridVisible(bool visible);
    void setNumbersVisible(bool visible); ///< code numbers on cells where there is room
    /// Shown in the corner of the Reconstruction pane: "exact", "approximate", "decoding ...",
    /// "out of date".
    void setDecoding(bool decoding);
    /// Strokes begin only while this is true; looking around works always.
    void setPaintable(bool paintable);

    /// The whole of the error map's colours: differences of `range` (0..1) and more have the last colour.
    void setErrorRange(double range);
    static constexpr double kErrorRange = 0.25;

    /// Dims all cells but these, in every pane.
    void setHighlight(core::Region cells);
    void clearHighlight();

    /// The keyboard's cell (arrows move it, Enter paints); also where "go to cell" goes.
    void setCursorCell(core::Cell cell);

    /// For pastes that float over the panes until they are put down.
    FloatingPaste& floating();

    QSize sizeHint() const override;

signals:
    void hovered(const tessera::app::Hover& hover);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void arrange();
    void renew();        ///< the document is another one, or everything in it
    void refreshMarks(); ///< hover, preview or cursor have moved
    void refreshSelection();
    void updateCells(const core::CellRect& cells); ///< in all panes
    void refreshHeaders();
    void reveal(const core::Edit& edit); ///< scrolls there where none of it is in sight
    void announceCursor(core::Cell cell);
    Hover hover() const;

    Viewport m_viewport;
    ToolState& m_tools;
    std::unique_ptr<PaneImages> m_images;
    std::unique_ptr<CanvasScene> m_scene;
    std::vector<PaneHeader*> m_headers;
    std::vector<PaneView*> m_panes;
    CanvasInput* m_input = nullptr;
    core::CellRect m_marked; ///< cells that were under marks when they were last drawn
    core::CellRect m_selected; ///< likewise, around the selection
};

} // namespace tessera::app
