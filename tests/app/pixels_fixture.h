// SPDX-License-Identifier: GPL-3.0-or-later
// A real window with a document of 12 x 17 cells for tests of pixels on the reconstruction, on a device whose encoder
// reads back what its decoder has drawn.
#pragma once

#include "app/canvas/floating_paste.h"
#include "app/codes/code_edits.h"
#include "app/panes/pane_header.h"
#include "app/pictures/painted_pixels.h"
#include "app/tools/tool_state.h"
#include "core/edit/shapes.h"
#include "tests/app/made_document.h"
#include "tests/app/reading_device.h"
#include "tests/app/window_fixture.h"

namespace tessera::tests {

constexpr QRgb kRed = 0xFFFF2010;
constexpr QRgb kBlue = 0xFF2010FF;

/// The code that a cell gets whose upper left pixel has this colour.
inline int codeOf(QRgb colour)
{
    return codeDrawnWith(static_cast<float>(qRed(colour)) / 255 * 2 - 1);
}

class PixelsFixture {
protected:
    static constexpr int kFactor = 4;

    void makeDesk() { m_desk = std::make_unique<Desk>(); }
    void begin()
    {
        m_gate = std::make_shared<Gate>();
        m_fixture = std::make_unique<WindowFixture>([gate = m_gate](const QString&, const gpu::DeviceOptions&) {
            return std::make_unique<ReadingDevice>("fake", gate);
        });
        QVERIFY(QTest::qWaitForWindowExposed(&m_fixture->window()));
        openCounted();
    }
    void end()
    {
        m_gate->open();
        if (m_fixture->document())
            m_fixture->document()->undoStack().setClean();
        m_fixture.reset();
    }

    app::Document& document() { return *m_fixture->document(); }
    app::ToolState& tools() { return m_fixture->window().tools(); }
    const core::IndexMap& codes() { return document().codes(); }
    int steps() { return document().undoStack().count(); }
    bool isFloating() { return m_fixture->window().canvas().floating().isActive(); }

    /// 12 x 17 cells, whose codes count on.
    void openCounted()
    {
        QImage image(66, 47, QImage::Format_RGB32);
        image.fill(QColor(20, 60, 90));
        image.save(m_desk->file(QStringLiteral("plain.png")));
        m_fixture->window().start({.files = {m_desk->file(QStringLiteral("plain.png"))},
                                   .model = QStringLiteral(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model")});
        [&] { QTRY_VERIFY(m_fixture->isExact()); }();
        app::putCodes(document(), counted(12, 17), QStringLiteral("count"));
        [&] { QTRY_VERIFY(document().isExact()); }();
        m_fixture->window().canvas().viewport().setZoom(6);
        [&] { QTRY_COMPARE(header().state(), app::PaneState::exact); }();
    }
    void setBrush(int size, QRgb colour)
    {
        tools().setTool(QStringLiteral("pixel"));
        tools().setPixels({{size, 1, 1}, colour});
    }
    /// On the Reconstruction pane.
    QPoint at(QPointF pixel)
    {
        return m_fixture->window().canvas().viewport().toWidget(pixel, pane().size()).toPoint();
    }
    app::PaneView& pane() { return m_fixture->pane(app::PaneSource::reconstruction); }
    app::PaneHeader& header()
    {
        return *m_fixture->window().findChildren<app::PaneHeader*>()[static_cast<int>(app::PaneSource::reconstruction)];
    }
    QRgb seen(QPointF pixel) { return pane().grab().toImage().pixel(at(pixel)); }
    void press(QPointF pixel, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mousePress(&pane(), Qt::LeftButton, modifiers, at(pixel));
    }
    void move(QPointF pixel) { QTest::mouseMove(&pane(), at(pixel)); }
    void release(QPointF pixel, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseRelease(&pane(), Qt::LeftButton, modifiers, at(pixel));
    }
    void stroke(const std::vector<QPointF>& way)
    {
        press(way.front());
        for (const QPointF& pixel : way)
            move(pixel);
        release(way.back());
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(&m_fixture->window().canvas(), key, modifiers);
    }
    core::IndexMap with(core::IndexMap map, const std::vector<core::Cell>& cells, int code)
    {
        for (const core::Cell& cell : cells)
            map.at(cell.row, cell.col) = code;
        return map;
    }
    void waitUntilAllIsCodes()
    {
        QTRY_VERIFY(!document().painted().isWaiting() && document().isExact());
    }

    std::unique_ptr<Desk> m_desk;
    std::shared_ptr<Gate> m_gate;
    std::unique_ptr<WindowFixture> m_fixture;
};

} // namespace tessera::tests
