// SPDX-License-Identifier: GPL-3.0-or-later
// What all panes draw alike: the document, the viewport, and what lies over the pictures. Owned and changed by the
// canvas and its input, read by the panes.
#pragma once

#include "app/documents/shown_picture.h"
#include "app/overlays/floating_codes.h"
#include "app/overlays/highlight_overlay.h"
#include "app/panes/pane_source.h"
#include "app/tools/tool_preview.h"
#include "core/edit/outline.h"
#include "core/edit/region.h"
#include "core/geometry.h"

#include <QPoint>
#include <QPointer>
#include <QRectF>

#include <optional>
#include <vector>

namespace tessera::app {

class Document;
class OtherDocuments;
class Overlays;
class PaneImages;
class Viewport;

struct CanvasScene {
    const Viewport& viewport;
    const PaneImages& images;
    QPointer<Document> document{};
    const OtherDocuments* others = nullptr; ///< that panes may show
    const Overlays* overlays = nullptr;         ///< null: none

    std::optional<QPoint> hoverPixel{};    ///< under the mouse, inside the picture
    std::optional<core::Cell> hoverCell{}; ///< likewise, inside the grid
    ToolPreview preview{};                 ///< what a press would write
    std::optional<core::Cell> cursorCell{}; ///< the keyboard's
    std::vector<core::BorderLine> selectionBorder{}; ///< of the document's selection
    std::optional<FloatingCodes> floating{};         ///< a paste that is not put down yet
    std::optional<Highlight> highlight{};   ///< cells that stand out; nothing: none does more than others
    bool gridVisible = false;
    bool numbersVisible = true;
    bool decoding = false;
    bool paintable = true; ///< false while another picture is on its way, which would sweep away what is painted

    bool isFront(const SourceRef& ref) const; ///< is it of the document in front?
    /// Of a document by its number; null where it is not open any more.
    const PaneImages* imagesOf(quint64 document) const;
    bool isDecoding(const SourceRef& ref) const; ///< is its document on the way to what it lacks?
    ShownPicture values(const SourceRef& ref) const; ///< without a picture where there is none
    QString nameOf(const SourceRef& ref) const;  ///< "Input", "sea.jpg: Input"
    QString nameOf(const PaneSetup& setup) const; ///< "Input", "|Input − Reconstruction|"

    /// Sides of a cell in picture pixels; 0 while there are no codes.
    int factor() const;
    QRectF pictureRect(const core::CellRect& cells) const; ///< in picture pixels
    /// Nothing is under the mouse or the keyboard, for now.
    void forgetMarks();
    /// The code that a cell of the grid shows: of what floats over it, else the document's.
    int shownCode(core::Cell cell) const;
    /// The cells that hover, preview and cursor cover.
    core::CellRect overlayCells() const;
};

} // namespace tessera::app
