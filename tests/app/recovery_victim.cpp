// SPDX-License-Identifier: GPL-3.0-or-later
// Paints in the real window until it is killed, or ends as the program does when the system asks it to: `recovery_victim
// PICTURE PROJECT`. Says on standard output "painting", and then after each stroke how many there are; at an orderly end
// also what the window has said. Saves now and then. Folders for settings and state come from the environment.
#include "app/projects/project_saver.h"
#include "app/tools/tool_state.h"
#include "app/window/end_signals.h"
#include "tests/app/fake_device.h"
#include "tests/app/window_fixture.h"

#include <cstdio>

using namespace tessera;
using namespace tessera::tests;

namespace {

constexpr int kSaveEvery = 2;
constexpr int kMoveMs = 2;

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    if (argc != 3)
        return 2;
    app::prepareApplication(application);
    WindowFixture fixture([](const QString&, const gpu::DeviceOptions&) -> std::unique_ptr<core::Device> {
        return std::make_unique<FakeDevice>("fake", std::make_shared<Gate>());
    });
    fixture.window().start({.files = {QString::fromLocal8Bit(argv[1])},
                            .model = QStringLiteral(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model")});
    // Painted at once: before anything is decoded, and before the disk has heard of the picture.
    if (!QTest::qWaitFor([&] { return fixture.document() && fixture.document()->hasCodes(); }, kPatienceMs))
        return 1;
    const app::EndSignals endSignals;
    bool isAsked = false;
    QObject::connect(&endSignals, &app::EndSignals::asked, &fixture.window(), [&isAsked] { isAsked = true; });
    std::puts("painting");
    std::fflush(stdout);
    const core::CellRect grid = fixture.document()->grid();
    app::PaneView& pane = fixture.pane(app::PaneSource::codes);
    for (int stroke = 1; !isAsked; ++stroke) {
        fixture.window().tools().setCode(1 + stroke % 511);
        const int row = stroke % grid.rows;
        QTest::mousePress(&pane, Qt::LeftButton, {}, fixture.at(app::PaneSource::codes, row, 0));
        for (int col = 1; col < 8; ++col) {
            QTest::mouseMove(&pane, fixture.at(app::PaneSource::codes, row, col));
            QTest::qWait(kMoveMs);
        }
        QTest::mouseRelease(&pane, Qt::LeftButton, {}, fixture.at(app::PaneSource::codes, row, 8));
        std::printf("%d\n", stroke);
        std::fflush(stdout);
        if (stroke % kSaveEvery == 0)
            fixture.window().saver().save(fixture.document(), QString::fromLocal8Bit(argv[2]));
    }
    for (const QString& text : fixture.messages())
        std::printf("says: %s\n", qPrintable(text));
    fixture.window().leaveAtOnce();
}
