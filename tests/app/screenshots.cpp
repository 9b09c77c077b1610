// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of the real window in its usual states: `tessera_screenshots OUTDIR [documents|tools|soft-tools|selection]`. For the README
// and for eyes; not a test.
#include "app/canvas/floating_paste.h"
#include "app/codes/code_clipboard.h"
#include "app/codes/code_looks.h"
#include "app/files/state_folder.h"
#include "app/overlays/overlays.h"
#include "app/panes/pane_set.h"
#include "app/pictures/painted_pixels.h"
#include "app/projects/project_saver.h"
#include "app/recovery/recovery.h"
#include "app/tools/tool_state.h"
#include "core/atomic_file.h"
#include "core/files/bounded_file.h"
#include "core/files/journal.h"
#include "gpu/gpu.h"
#include "tests/app/fake_device.h"
#include "tests/app/photographer.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDockWidget>
#include <QListView>
#include <QPainter>

#include <cmath>
#include <iostream>
#include <string>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;

namespace {

/// The best device, whose decodes wait at a gate: what is shown meanwhile stays long enough for a picture.
class SlowDevice : public core::Device {
public:
    explicit SlowDevice(std::shared_ptr<Gate> gate) : m_gate(std::move(gate)), m_device(gpu::openDevice("", {.tune = gpu::Tune::off})) {}

    std::string name() const override { return m_device->name(); }
    core::Tensor encode(const core::VqModel& model, const core::Tensor& pictures, const core::Progress& progress) override
    {
        return m_device->encode(model, pictures, progress);
    }
    core::IndexMap quantize(const core::VqModel& model, const core::Tensor& latents, const core::Progress& progress) override
    {
        return m_device->quantize(model, latents, progress);
    }
    core::Tensor decodeCodes(const core::VqModel& model, const core::IndexMap& codes, const core::Progress& progress) override
    {
        m_gate->pass(progress);
        return m_device->decodeCodes(model, codes, progress);
    }
    core::Tensor decodeLatents(const core::VqModel& model, const core::Tensor& latents, const core::Progress& progress) override
    {
        return m_device->decodeLatents(model, latents, progress);
    }
    std::optional<core::Preview> previewCodes(const core::VqModel& model, const core::IndexMap& codes) override
    {
        if (std::optional<core::Preview> preview = m_device->previewCodes(model, codes))
            return preview;
        return core::Preview{0, 0, m_device->decodeCodes(model, codes, {})};
    }
    void forget(const core::VqModel& model) override { m_device->forget(model); }

private:
    std::shared_ptr<Gate> m_gate;
    std::unique_ptr<core::Device> m_device;
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
    waitFor([&] { return fixture.session().model().model && !fixture.session().device().name().isEmpty(); });
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

/// A selection of two parts, what is copied of it floating over another place, and the wand.
void takeSelection(Photographer& photographer)
{
    WindowFixture fixture;
    app::MainWindow& window = fixture.window();
    window.resize(1600, 1000);
    fixture.trigger(QStringLiteral("theme-light"));
    window.start({.files = {samplePath(QStringLiteral("coffee.jpg"))}});
    waitFor([&] { return fixture.isExact(); });
    window.tools().setTool(QStringLiteral("lasso"));
    fixture.drag(PaneSource::codes, {{8, 20}, {6, 26}, {10, 33}, {18, 30}, {20, 24}, {15, 19}});
    settle();
    photographer.take(fixture, QStringLiteral("selection"));
    fixture.trigger(QStringLiteral("copy"));
    waitFor([&] { return app::CodeClipboard::holdsCodes(); });
    fixture.trigger(QStringLiteral("paste"));
    waitFor([&] { return window.canvas().floating().isActive(); });
    for (int i = 0; i < 14; ++i)
        QTest::keyClick(&window.canvas(), Qt::Key_Down);
    settle();
    photographer.take(fixture, QStringLiteral("floating-paste"));
    fixture.trigger(QStringLiteral("theme-dark"));
    window.canvas().viewport().setZoom(5);
    settle();
    photographer.take(fixture, QStringLiteral("floating-paste-dark-zoomed"));
    QTest::keyClick(&window.canvas(), Qt::Key_Escape);
    window.tools().setTool(QStringLiteral("wand"));
    window.tools().setTolerance(4);
    fixture.drag(PaneSource::codes, {{30, 30}});
    settle();
    photographer.take(fixture, QStringLiteral("wand-dark"));
    fixture.document()->undoStack().setClean();
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

/// What each painting tool shows before it writes, and the panels that go with painting.
void takeTools(Photographer& photographer)
{
    WindowFixture fixture;
    app::MainWindow& window = fixture.window();
    app::ToolState& tools = window.tools();
    window.resize(1600, 1000);
    window.start({.files = {samplePath(QStringLiteral("coffee.jpg"))}});
    waitFor([&] { return fixture.isExact(); });
    window.canvas().viewport().setZoom(5);
    const core::CellRect grid = fixture.document()->grid();
    const core::Cell middle{grid.rows / 2, grid.cols / 2};
    const auto hover = [&](int row, int col) {
        QTest::mouseMove(&fixture.pane(PaneSource::codes), fixture.at(PaneSource::codes, middle.row + row, middle.col + col));
    };
    const auto show = [&](const char* tool, const char* name) {
        tools.setTool(QLatin1String(tool));
        hover(1, 1);
        hover(0, 0);
        settle();
        photographer.take(fixture, QLatin1String(name));
    };
    tools.setCode(1000);
    tools.setCodeB(450);
    tools.setBrushSize(5);
    show("brush", "tool-brush");
    fixture.drag(PaneSource::codes, {{middle.row - 3, middle.col - 4}, {middle.row + 2, middle.col + 3}});
    show("restore", "tool-restore");
    tools.setCode(450);
    show("fill", "tool-fill");
    tools.setTool(QStringLiteral("shape"));
    tools.setBrushSize(1);
    tools.setShapeStyle(core::ShapeKind::ellipse, false);
    app::PaneView& codes = fixture.pane(PaneSource::codes);
    QTest::mousePress(&codes, Qt::LeftButton, {}, fixture.at(PaneSource::codes, middle.row - 4, middle.col - 6));
    hover(4, 5);
    settle();
    photographer.take(fixture, QStringLiteral("tool-shape"));
    QTest::mouseRelease(&codes, Qt::LeftButton, {}, fixture.at(PaneSource::codes, middle.row + 4, middle.col + 5));
    QTest::mousePress(&codes, Qt::RightButton, {}, fixture.at(PaneSource::codes, middle.row - 2, middle.col - 3));
    hover(1, 1);
    settle();
    photographer.take(fixture, QStringLiteral("tool-capture"));
    QTest::mouseRelease(&codes, Qt::RightButton, {}, fixture.at(PaneSource::codes, middle.row + 1, middle.col + 1));
    fixture.trigger(QStringLiteral("keep-1"));
    show("stamp", "tool-stamp");
    fixture.trigger(QStringLiteral("turn-right"));
    fixture.trigger(QStringLiteral("keep-2"));
    fixture.trigger(QStringLiteral("dice"));
    window.findChild<QDockWidget*>(QStringLiteral("stamps"))->raise();
    show("stamp", "panel-stamps");
    fixture.trigger(QStringLiteral("dice"));
    window.findChild<QDockWidget*>(QStringLiteral("history"))->raise();
    fixture.trigger(QStringLiteral("undo"));
    fixture.trigger(QStringLiteral("theme-dark"));
    show("brush", "panel-history-dark");
    tools.setCode(fixture.document()->codes().at(middle.row - 3, middle.col - 4));
    fixture.trigger(QStringLiteral("replace"));
    show("pick", "replace-dark");
    fixture.trigger(QStringLiteral("theme-light"));
    show("pick", "replace");
    fixture.document()->undoStack().setClean();
}

/// Jitter, morph, the pixel brush and a pasted picture, each before and after.
void takeSoftTools(Photographer& photographer)
{
    WindowFixture fixture;
    app::MainWindow& window = fixture.window();
    app::ToolState& tools = window.tools();
    window.resize(1600, 1000);
    fixture.trigger(QStringLiteral("theme-light"));
    window.start({.files = {samplePath(QStringLiteral("coffee.jpg"))}});
    waitFor([&] { return fixture.isExact(); });
    window.canvas().viewport().setZoom(5);
    const core::CellRect grid = fixture.document()->grid();
    const core::Cell middle{grid.rows / 2, grid.cols / 2};
    const auto hover = [&](PaneSource source, int row, int col) {
        QTest::mouseMove(&fixture.pane(source), fixture.at(source, middle.row + row, middle.col + col));
    };
    const auto show = [&](PaneSource source, const char* name) {
        hover(source, 1, 1);
        hover(source, 0, 0);
        settle();
        photographer.take(fixture, QLatin1String(name));
    };
    const auto isDone = [&] { return !fixture.document()->painted().isWaiting() && fixture.isExact(); };
    tools.setBrushSize(9);
    tools.setBrushShape(core::BrushShape::disc);
    tools.setTool(QStringLiteral("jitter"));
    show(PaneSource::codes, "tool-jitter");
    fixture.drag(PaneSource::codes, {{middle.row, middle.col - 8}, {middle.row, middle.col + 8}});
    waitFor(isDone);
    photographer.take(fixture, QStringLiteral("tool-jitter-done"));
    fixture.trigger(QStringLiteral("undo"));
    tools.setTool(QStringLiteral("morph"));
    tools.setCode(1000);
    tools.setMorph({0.8, 0.2, {}});
    show(PaneSource::codes, "tool-morph");
    fixture.drag(PaneSource::codes, {{middle.row - 4, middle.col - 8}, {middle.row + 3, middle.col + 8}});
    waitFor(isDone);
    photographer.take(fixture, QStringLiteral("tool-morph-done"));
    fixture.trigger(QStringLiteral("theme-dark"));
    tools.setTool(QStringLiteral("pixel"));
    tools.setPixels({{18, 0.6, 1}, qRgb(40, 110, 220)});
    show(PaneSource::reconstruction, "tool-pixel-dark");
    app::PaneView& pane = fixture.pane(PaneSource::reconstruction);
    QTest::mousePress(&pane, Qt::LeftButton, {}, fixture.at(PaneSource::reconstruction, middle.row - 4, middle.col - 6));
    for (int i = -4; i <= 4; ++i)
        hover(PaneSource::reconstruction, i % 2 == 0 ? 2 : -2, 2 * i);
    settle();
    photographer.take(fixture, QStringLiteral("tool-pixel-drag-dark"));
    QTest::mouseRelease(&pane, Qt::LeftButton, {}, fixture.at(PaneSource::reconstruction, middle.row, middle.col));
    waitFor(isDone);
    photographer.take(fixture, QStringLiteral("tool-pixel-done-dark"));
    fixture.trigger(QStringLiteral("theme-light"));
    QImage star(90, 90, QImage::Format_ARGB32);
    star.fill(Qt::transparent);
    QPainter painter(&star);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(QColor(250, 210, 40));
    painter.setPen(Qt::NoPen);
    QPolygonF points;
    for (int i = 0; i < 10; ++i)
        points << QPointF(45 + (i % 2 == 0 ? 42 : 18) * std::sin(i * 0.6283), 45 - (i % 2 == 0 ? 42 : 18) * std::cos(i * 0.6283));
    painter.drawPolygon(points);
    painter.end();
    QApplication::clipboard()->setImage(star);
    fixture.trigger(QStringLiteral("paste-picture"));
    waitFor([&] { return window.canvas().floating().isActive(); });
    photographer.take(fixture, QStringLiteral("paste-picture"));
    QTest::keyClick(&window.canvas(), Qt::Key_Return);
    waitFor(isDone);
    photographer.take(fixture, QStringLiteral("paste-picture-done"));
    fixture.document()->undoStack().setClean();
}

/// The badges of the Reconstruction pane, but for "exact".
void takeBadges(Photographer& photographer)
{
    const auto gate = std::make_shared<Gate>();
    WindowFixture fixture([gate](const QString&, const gpu::DeviceOptions&) { return std::make_unique<SlowDevice>(gate); });
    fixture.window().start({.files = {samplePath(QStringLiteral("coffee.jpg"))}});
    waitFor([&] { return fixture.isExact(); });
    gate->close();
    paint(fixture);
    gate->letReport();
    waitFor([&] { return fixture.document()->isApproximate(); });
    photographer.take(fixture, QStringLiteral("approximate"));
    fixture.trigger(QStringLiteral("theme-dark"));
    settle();
    photographer.take(fixture, QStringLiteral("approximate-dark"));
    fixture.drag(PaneSource::codes, {{20, 20}, {24, 30}});
    settle();
    photographer.take(fixture, QStringLiteral("decoding-dark"));
    fixture.session().engine().cancel();
    settle();
    photographer.take(fixture, QStringLiteral("out-of-date-dark"));
    fixture.trigger(QStringLiteral("theme-light"));
    settle();
    photographer.take(fixture, QStringLiteral("out-of-date"));
    gate->open();
}

/// Several pictures, one of them edited.
void takeTabs(Photographer& photographer)
{
    WindowFixture fixture;
    fixture.window().start({.files = {samplePath(QStringLiteral("coffee.jpg")), samplePath(QStringLiteral("chelsea.jpg"))}});
    waitFor([&] { return fixture.isExact(); });
    paint(fixture);
    fixture.trigger(QStringLiteral("next-document"));
    waitFor([&] { return fixture.isExact(); });
    photographer.take(fixture, QStringLiteral("tabs"));
    fixture.trigger(QStringLiteral("theme-dark"));
    settle();
    photographer.take(fixture, QStringLiteral("tabs-dark"));
    fixture.trigger(QStringLiteral("start-page"));
    settle();
    photographer.take(fixture, QStringLiteral("tabs-start-dark"));
    fixture.trigger(QStringLiteral("theme-light"));
}

/// A project without its model, and work that a run left behind.
void takeProjects(Photographer& photographer, const Desk& desk)
{
    core::Project project;
    {
        WindowFixture fixture;
        fixture.window().start({.files = {samplePath(QStringLiteral("coffee.jpg"))}});
        waitFor([&] { return fixture.isExact(); });
        paint(fixture);
        fixture.window().saver().save(fixture.document(), desk.file(QStringLiteral("coffee.tessera")));
        waitFor([&] { return !fixture.window().saver().isWorking(); });
        project = core::readProject(core::readFile(desk.file(QStringLiteral("coffee.tessera")).toStdString(), core::kMostProjectBytes));
    }
    const std::filesystem::path left = app::stateFolder() / "recovery" / "left";
    std::filesystem::create_directories(left);
    core::writeFileAtomically(left / "1.picture", project.picture.bytes);
    core::JournalWriter(left / "1-1.journal", project).append({.kind = core::HistoryEvent::Kind::unsaved});
    project.model.name = "porcelain-f16";
    project.model.folder = "models/porcelain-f16";
    core::writeFileAtomically(desk.file(QStringLiteral("cup.tessera")).toStdString(), core::writeProject(project));
    WindowFixture fixture;
    fixture.window().start({});
    waitFor([&] { return !fixture.window().recovery().offers().isEmpty() && fixture.session().model().model; });
    settle();
    photographer.take(fixture, QStringLiteral("recovery"));
    fixture.window().recovery().discard(fixture.window().recovery().offers().first().id);
    fixture.window().messages().clear();
    fixture.drop({desk.file(QStringLiteral("cup.tessera"))});
    waitFor([&] { return fixture.document() != nullptr; });
    photographer.take(fixture, QStringLiteral("missing-model"));
}

void takeSeeing(Photographer& photographer, WindowFixture& fixture)
{
    app::MainWindow& window = fixture.window();
    app::PaneSet& panes = window.canvas().paneSet();
    auto* overlays = window.findChild<app::Overlays*>();
    panes.setCount(2);
    settle();
    photographer.take(fixture, QStringLiteral("two-panes-dark"));
    panes.setCount(1);
    panes.active().setCompare(app::Compare::wipe);
    settle();
    photographer.take(fixture, QStringLiteral("wipe-dark"));
    panes.active().setCompare(app::Compare::difference);
    settle();
    photographer.take(fixture, QStringLiteral("difference-dark"));
    panes.setCount(4);
    overlays->setChoice({.codes = true, .contours = true, .contourStep = 0.6, .edited = true});
    settle();
    photographer.take(fixture, QStringLiteral("overlays-dark"));
    overlays->setChoice({.map = app::Overlays::Map::distance});
    waitFor([&] { return !overlays->mapImage().isNull(); });
    photographer.take(fixture, QStringLiteral("map-dark"));
    overlays->setChoice({});
    overlays->setPinned(1000);
    settle();
    photographer.take(fixture, QStringLiteral("isolated-dark"));
    overlays->setPinned(-1);
    waitFor([&] { return window.findChild<app::CodeLooks*>()->swatches().isIdle(); });
    photographer.take(fixture, QStringLiteral("codebook-dark"));
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
    if (argc != 2 && argc != 3) {
        std::cerr << "usage: tessera_screenshots OUTDIR [documents|tools|soft-tools|selection]\n";
        return 2;
    }
    try {
        Desk desk;
        Photographer photographer(QString::fromLocal8Bit(argv[1]));
        const std::string part = argc == 3 ? argv[2] : "";
        const auto wants = [&part](const char* name) { return part.empty() || part == name; };
        if (wants("documents")) {
            takeTabs(photographer);
            takeProjects(photographer, desk);
        }
        if (wants("tools"))
            takeTools(photographer);
        if (wants("tools") || wants("soft-tools"))
            takeSoftTools(photographer);
        if (wants("selection"))
            takeSelection(photographer);
        if (!part.empty())
            return 0;
        takeBadges(photographer);
        WindowFixture fixture;
        takeStartPage(photographer, fixture);
        takePainting(photographer, fixture);
        takePerformance(photographer, fixture);
        takeSeeing(photographer, fixture);
        takeMessage(photographer, fixture);
        return 0;
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
