// SPDX-License-Identifier: GPL-3.0-or-later
// A canvas over a document of 18 x 24 cells (93 x 70 pixels, padded, factor 4) for tests of tools: real mouse events,
// in cells, on any pane.
#pragma once

#include "app/canvas/canvas.h"
#include "app/canvas/pane_header.h"
#include "app/canvas/pane_view.h"
#include "app/tools/tool_state.h"
#include "tests/app/made_document.h"

#include <QApplication>
#include <QTest>

namespace tessera::tests {

class CanvasFixture {
public:
    static constexpr int kFactor = 4;

    CanvasFixture() : m_document(encodedDocument(93, 70)), m_canvas(m_tools)
    {
        m_canvas.resize(803, 655);
        m_canvas.setDocument(m_document.get());
        m_canvas.show();
    }
    ~CanvasFixture() { m_canvas.setDocument(nullptr); }

    app::ToolState& tools() { return m_tools; }
    app::Document& document() { return *m_document; }
    app::Canvas& canvas() { return m_canvas; }
    app::PaneView& pane(app::PaneSource source = app::PaneSource::codes)
    {
        return *m_canvas.panes()[static_cast<std::size_t>(source)];
    }

    /// Gives the document the decode of its codes, and waits until the panes show it.
    void decode()
    {
        m_document->setReconstruction(fakePicture(m_document->codes()), m_document->revision());
        const auto headers = m_canvas.findChildren<app::PaneHeader*>();
        const app::PaneHeader& header = *headers[static_cast<int>(app::PaneSource::reconstruction)];
        QTRY_COMPARE(header.state(), app::PaneHeader::State::exact);
    }

    /// The middle of a cell in a pane, where it is on the screen now.
    QPoint at(core::Cell cell)
    {
        const QPointF middle((cell.col + 0.5) * kFactor, (cell.row + 0.5) * kFactor);
        return m_canvas.viewport().toWidget(middle, pane().size()).toPoint();
    }

    void press(core::Cell cell, Qt::KeyboardModifiers modifiers = {}, app::PaneSource source = app::PaneSource::codes)
    {
        QTest::mousePress(&pane(source), Qt::LeftButton, modifiers, at(cell));
    }
    void move(core::Cell cell, app::PaneSource source = app::PaneSource::codes)
    {
        QTest::mouseMove(&pane(source), at(cell));
    }
    void release(core::Cell cell, Qt::KeyboardModifiers modifiers = {}, app::PaneSource source = app::PaneSource::codes)
    {
        QTest::mouseRelease(&pane(source), Qt::LeftButton, modifiers, at(cell));
    }
    void drag(const std::vector<core::Cell>& cells, Qt::KeyboardModifiers modifiers = {},
              app::PaneSource source = app::PaneSource::codes)
    {
        press(cells.front(), modifiers, source);
        for (const core::Cell& cell : cells)
            move(cell, source);
        release(cells.back(), modifiers, source);
    }
    void click(core::Cell cell, Qt::KeyboardModifiers modifiers = {}) { drag({cell}, modifiers); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&m_canvas, key, modifiers); }

private:
    app::ToolState m_tools;
    std::unique_ptr<app::Document> m_document;
    app::Canvas m_canvas;
};

} // namespace tessera::tests
