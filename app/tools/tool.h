// SPDX-License-Identifier: GPL-3.0-or-later
// A tool turns mouse and keys, already translated to cells, into edits of a document. It knows the document and the
// tools' shared state, not the window. Lives on the GUI thread; the canvas owns one of each kind.
#pragma once

#include "app/tools/pixel_preview.h"
#include "core/edit/ink.h"
#include "core/edit/region.h"
#include "core/geometry.h"

#include <QPointF>
#include <QRgb>
#include <Qt>

#include <optional>

namespace tessera::app {

class Document;
class ToolState;

/// Where the mouse (or the keyboard's cell) is, on the grid of cells. The cell may lie outside the grid.
struct ToolEvent {
    core::Cell cell;
    Qt::KeyboardModifiers modifiers = Qt::NoModifier;
    Qt::MouseButton button = Qt::LeftButton; ///< that is pressed, or would be
    QPointF point{}; ///< the same place in picture pixels
    QRgb seen = 0;   ///< the colour of the picture that the pane shows there; 0 where it shows none
};

class Tool {
public:
    explicit Tool(ToolState& state) : m_state(state) {}
    virtual ~Tool() = default;
    Tool(const Tool&) = delete;
    Tool& operator=(const Tool&) = delete;

    /// The cells that a press would write here; empty for tools that write nothing. Clipped to the grid.
    virtual core::Region footprint(const Document& document, const ToolEvent& event) const;
    /// The codes that the footprint would get, for previews; empty for tools that write none. To be used at once: it
    /// may refer to the document and the tool.
    virtual core::Ink previewInk(const Document&, const ToolEvent&) const { return {}; }
    /// The pixels that a press would paint; nothing for tools that write codes.
    virtual std::optional<PixelPreview> previewPixels(const Document&, const ToolEvent&) const { return {}; }
    /// Does it matter where in a cell the mouse is?
    virtual bool aimsAtPixels() const { return false; }
    /// Does Ctrl mean something to this tool? With the others it picks a code.
    virtual bool takesControl() const { return false; }
    /// Does a drag of this tool change the document's codes? Then it changes those of selected cells only.
    virtual bool paints() const { return false; }
    /// Does a press there mean little without the drag after it? On the keyboard, Enter presses then, the arrows drag, and
    /// the next Enter releases; elsewhere Enter is a click.
    virtual bool needsDrag(const Document&, const ToolEvent&) const { return false; }
    /// What the mouse looks like there.
    virtual Qt::CursorShape cursor(const Document& document, const ToolEvent& event) const;

    virtual void press(Document& document, const ToolEvent& event) = 0;
    virtual void move(Document& document, const ToolEvent& event) = 0; ///< while pressed
    virtual void release(Document& document, const ToolEvent& event) = 0;
    /// Takes back what was done since press(); the drag is over.
    virtual void abort(Document& document) = 0;
    /// The document or its codes are others now: forget remembered cells.
    virtual void reset() {}

protected:
    ToolState& state() const { return m_state; }

private:
    ToolState& m_state;
};

} // namespace tessera::app
