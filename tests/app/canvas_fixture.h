// SPDX-License-Identifier: GPL-3.0-or-later
// A canvas with a document of 18 x 24 cells for tests of tools: real mouse events at cells.
#pragma once

#include "app/canvas/canvas.h"
#include "app/codes/codebook_search.h"
#include "app/documents/sought_strokes.h"
#include "app/panes/pane_header.h"
#include "app/panes/pane_view.h"
#include "app/tools/tool_state.h"
#include "core/edit/shapes.h"
#include "tests/app/held_search.h"
#include "tests/app/made_document.h"

#include <QTest>

namespace tessera::tests {

inline constexpr int kInk = 500; ///< none of the encoded codes

inline core::Region rectangle(int top, int left, int rows, int cols)
{
    return core::rectangleRegion({top, left}, {top + rows - 1, left + cols - 1}, {0, 0, 18, 24});
}

inline core::IndexMap with(core::IndexMap map, const core::Region& region, const core::Ink& ink)
{
    core::apply(core::makePatch(map, region, ink), map);
    return map;
}

class CanvasFixture {
public:
    static constexpr int kFactor = 4; ///< of tinyModel()

    explicit CanvasFixture(std::unique_ptr<app::Document> document = encodedDocument(96, 72)) : m_document(std::move(document))
    {
        m_canvas.resize(803, 655);
        m_canvas.setDocument(m_document.get());
        m_canvas.show();
        // Where the mouse was left by the canvas before: Qt tells only of moves.
        QTest::mouseMove(&codes(), {1, 1});
    }

    app::ToolState& tools() { return m_tools; }
    app::Document& document() { return *m_document; }
    app::Canvas& canvas() { return m_canvas; }
    app::PaneView& pane(app::PaneSource source) { return *m_canvas.panes()[static_cast<std::size_t>(source)]; }
    app::PaneView& codes() { return pane(app::PaneSource::codes); }

    /// Gives the document the decode of its codes, and waits until the panes show it.
    void decode()
    {
        m_document->setReconstruction(fakePicture(m_document->codes()), m_document->revision());
        const auto headers = m_canvas.findChildren<app::PaneHeader*>();
        const app::PaneHeader& header = *headers[static_cast<int>(app::PaneSource::reconstruction)];
        QTRY_COMPARE(header.state(), app::PaneState::exact);
    }

    /// Waits until what the tools look for, strokes and previews, has been found and shown.
    void settle()
    {
        QTRY_VERIFY(!m_document->sought().isWaiting());
        const QFuture<int> asked = m_tools.search().run<int>(tinyModel(), [](const auto&, QPromise<int>&) {});
        QTRY_VERIFY(asked.isFinished());
        QCoreApplication::processEvents();
    }

    /// The middle of a cell, where it is on the screen now.
    QPoint at(core::Cell cell)
    {
        const QPointF middle((cell.col + 0.5) * kFactor, (cell.row + 0.5) * kFactor);
        return m_canvas.viewport().toWidget(middle, codes().size()).toPoint();
    }

    void hover(core::Cell cell) { QTest::mouseMove(&codes(), at(cell)); }
    void click(core::Cell cell, Qt::MouseButton button = Qt::LeftButton, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(&codes(), button, modifiers, at(cell));
    }
    void press(core::Cell cell, Qt::MouseButton button = Qt::LeftButton, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mousePress(&codes(), button, modifiers, at(cell));
    }
    void release(core::Cell cell, Qt::MouseButton button = Qt::LeftButton, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseRelease(&codes(), button, modifiers, at(cell));
    }
    void drag(const std::vector<core::Cell>& cells, Qt::MouseButton button = Qt::LeftButton,
              Qt::KeyboardModifiers modifiers = {})
    {
        press(cells.front(), button, modifiers);
        for (const core::Cell& cell : cells)
            hover(cell);
        release(cells.back(), button, modifiers);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&m_canvas, key, modifiers); }

private:
    app::ToolState m_tools;
    std::unique_ptr<app::Document> m_document;
    app::Canvas m_canvas{m_tools};
};

} // namespace tessera::tests
