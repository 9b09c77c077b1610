// SPDX-License-Identifier: GPL-3.0-or-later
// The real window with a picture of 96 x 72 open, on a device without arithmetic whose passes can be held: what tests of
// looking share.
#pragma once

#include "app/files/settings.h"
#include "app/panels/code_grid.h"
#include "app/panes/pane_set.h"
#include "app/session.h"
#include "tests/app/made_document.h"
#include "tests/app/window_fixture.h"

#include <QDir>
#include <QDockWidget>

namespace tessera::tests {

class SeeingWindow {
public:
    std::unique_ptr<Desk> m_desk;
    std::shared_ptr<Gate> m_gate;
    std::unique_ptr<WindowFixture> m_fixture;

    app::Canvas& canvas() { return m_fixture->window().canvas(); }
    app::PaneSet& panes() { return canvas().paneSet(); }
    app::CodeGrid& grid() { return *m_fixture->window().findChild<app::CodeGrid*>(); }

    void press(int key, Qt::KeyboardModifiers modifiers = {})
    {
        canvas().setFocus();
        QTest::keyClick(&canvas(), static_cast<Qt::Key>(key), modifiers);
    }

    /// As at a first start: without settings and swatches.
    void startAnew()
    {
        app::openSettings().clear();
        QDir(QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + "/tessera/swatches")
            .removeRecursively();
        openWindow();
    }
    /// As the window before left settings and swatches.
    void openWindow()
    {
        m_gate = std::make_shared<Gate>();
        m_fixture = std::make_unique<WindowFixture>(fakeDevices(m_gate));
        const QString picture = m_desk->file("gradient.png");
        QImage image(96, 72, QImage::Format_RGB32);
        for (int y = 0; y < 72; ++y)
            for (int x = 0; x < 96; ++x)
                image.setPixel(x, y, qRgb(2 * x, 3 * y, 128));
        QVERIFY(image.save(picture));
        m_fixture->window().start(
            {.files = {picture}, .model = QStringLiteral(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model")});
        QTRY_VERIFY(m_fixture->isExact());
        QVERIFY(QTest::qWaitForWindowActive(&m_fixture->window()));
    }

    QDockWidget* showDock(const char* name)
    {
        auto* dock = m_fixture->window().findChild<QDockWidget*>(QLatin1String(name));
        if (!dock->isVisible())
            dock->toggleViewAction()->trigger();
        return dock;
    }
};

} // namespace tessera::tests
