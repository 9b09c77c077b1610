// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of the real window in its usual states: `tessera_screenshots OUTDIR`. For the README and for eyes; not a test.
#include "app/tools/tool_state.h"
#include "tests/app/window_fixture.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QListView>

#include <functional>
#include <iostream>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;

namespace {

void waitFor(const std::function<bool()>& done)
{
    QElapsedTimer time;
    time.start();
    while (!done()) {
        QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
        if (time.elapsed() > kPatienceMs)
            throw core::Error("nothing came within " + std::to_string(kPatienceMs / 1000) + " seconds");
    }
    // Pictures are made on workers after the engine is done; then the window must be painted.
    time.restart();
    while (time.elapsed() < 700)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
}

void settle()
{
    waitFor([] { return true; });
}

class Photographer {
public:
    explicit Photographer(QString folder) : m_folder(std::move(folder)) { QDir().mkpath(m_folder); }

    void take(WindowFixture& fixture, const QString& name)
    {
        const QString path = m_folder + QLatin1Char('/') + name + QStringLiteral(".png");
        if (!fixture.window().grab().save(path))
            throw core::Error("cannot write " + path.toStdString());
        std::cout << path.toStdString() << '\n';
    }

private:
    QString m_folder;
};

void paint(WindowFixture& fixture)
{
    fixture.window().tools().setBrushSize(3);
    fixture.window().tools().setBrushShape(core::BrushShape::disc);
    fixture.window().tools().setCode(1000);
    fixture.drag(PaneSource::codes, {{6, 6}, {9, 14}, {5, 22}, {10, 30}});
    fixture.window().tools().setCode(450);
    fixture.drag(PaneSource::codes, {{33, 40}, {30, 48}, {36, 57}});
}

void takeStartPage(Photographer& photographer, WindowFixture& fixture)
{
    fixture.window().start({});
    waitFor([&] { return fixture.session().model().model && !fixture.session().deviceName().isEmpty(); });
    photographer.take(fixture, QStringLiteral("start"));
    fixture.trigger(QStringLiteral("theme-dark"));
    settle();
    photographer.take(fixture, QStringLiteral("start-dark"));
}

void takePainting(Photographer& photographer, WindowFixture& fixture)
{
    app::MainWindow& window = fixture.window();
    window.resize(1600, 1000);
    fixture.drop({samplePath(QStringLiteral("coffee.jpg"))});
    waitFor([&] { return fixture.isExact(); });
    photographer.take(fixture, QStringLiteral("opened-dark"));
    fixture.trigger(QStringLiteral("theme-light"));
    settle();
    photographer.take(fixture, QStringLiteral("opened-light"));

    paint(fixture);
    waitFor([&] { return fixture.isExact(); });
    QTest::mouseMove(&fixture.pane(PaneSource::codes), fixture.at(PaneSource::codes, 20, 30));
    settle();
    photographer.take(fixture, QStringLiteral("painted"));

    window.canvas().viewport().setZoom(6);
    window.findChild<QComboBox*>()->setCurrentIndex(1); // by similarity
    fixture.trigger(QStringLiteral("grid"));
    settle();
    photographer.take(fixture, QStringLiteral("zoomed-numbers"));
    fixture.trigger(QStringLiteral("theme-dark"));
    window.resize(1280, 800);
    settle();
    photographer.take(fixture, QStringLiteral("zoomed-dark-small"));
    fixture.trigger(QStringLiteral("grid"));
    fixture.trigger(QStringLiteral("fit"));
}

void takePerformance(Photographer& photographer, WindowFixture& fixture)
{
    auto* dock = fixture.window().findChild<QDockWidget*>(QStringLiteral("performance"));
    dock->toggleViewAction()->trigger();
    dock->findChild<QListView*>()->setCurrentIndex(dock->findChild<QListView*>()->model()->index(1, 0));
    settle();
    photographer.take(fixture, QStringLiteral("performance-dark"));
    fixture.trigger(QStringLiteral("theme-light"));
    dock->findChild<QCheckBox*>()->click();
    settle();
    photographer.take(fixture, QStringLiteral("performance-light"));
    dock->toggleViewAction()->trigger();
    fixture.trigger(QStringLiteral("theme-dark"));
}

void takeMessage(Photographer& photographer, WindowFixture& fixture)
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("holiday.png"));
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write("version https://git-lfs.github.com/spec/v1\n");
    file.close();
    fixture.document()->undoStack().setClean(); // no question is asked
    fixture.drop({path});
    waitFor([&] { return !fixture.messages().isEmpty(); });
    photographer.take(fixture, QStringLiteral("message-dark"));
    fixture.trigger(QStringLiteral("theme-light"));
    settle();
    photographer.take(fixture, QStringLiteral("message"));
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    if (argc != 2) {
        std::cerr << "usage: tessera_screenshots OUTDIR\n";
        return 2;
    }
    try {
        Desk desk;
        Photographer photographer(QString::fromLocal8Bit(argv[1]));
        WindowFixture fixture;
        takeStartPage(photographer, fixture);
        takePainting(photographer, fixture);
        takePerformance(photographer, fixture);
        takeMessage(photographer, fixture);
        return 0;
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
