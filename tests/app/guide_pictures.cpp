// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures of the user guide: `tessera_guide_pictures OUTDIR`; or those of docks alone, in a theme. Not a test.
#include "app/analysis/error_meter.h"
#include "app/analysis/spectrum_meter.h"
#include "app/analysis/usage_survey.h"
#include "app/codes/code_looks.h"
#include "app/dialogs/export_dialog.h"
#include "app/dialogs/shortcuts_dialog.h"
#include "app/engine/study.h"
#include "app/panels/atlas_panel.h"
#include "app/panels/curve_plot.h"
#include "app/panels/influence_panel.h"
#include "app/panels/influence_view.h"
#include "app/panels/robustness_panel.h"
#include "app/panels/spectrum_panel.h"
#include "app/panels/usage_panel.h"
#include "app/tools/tool_state.h"
#include "app/window/action_search.h"
#include "core/analysis/usage.h"
#include "tests/app/photographer.h"

#include <QComboBox>
#include <QDockWidget>
#include <QKeySequenceEdit>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>
#include <QTreeWidget>

#include <algorithm>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;

namespace {

template <class Dialog>
Dialog& opened(WindowFixture& fixture, const QString& action)
{
    fixture.trigger(action);
    settle();
    auto* dialog = fixture.window().findChild<Dialog*>();
    if (!dialog)
        throw core::Error("no dialog came of " + action.toStdString());
    return *dialog;
}

void takeWindow(Photographer& photographer, WindowFixture& fixture)
{
    app::MainWindow& window = fixture.window();
    window.start({});
    waitFor([&] { return fixture.session().model().model && !fixture.session().device().name().isEmpty(); });
    photographer.take(fixture, QStringLiteral("start.jpg"));
    fixture.drop({samplePath(QStringLiteral("coffee.jpg"))});
    waitFor([&] { return fixture.isExact(); });
    photographer.take(fixture, QStringLiteral("opened.jpg"));
    window.tools().setBrushSize(3);
    window.tools().setBrushShape(core::BrushShape::disc);
    window.tools().setCode(1000);
    fixture.drag(PaneSource::codes, {{6, 6}, {9, 14}, {5, 22}, {10, 30}});
    window.tools().setCode(450);
    fixture.drag(PaneSource::codes, {{33, 40}, {30, 48}, {36, 57}});
    waitFor([&] { return fixture.isExact(); });
    photographer.take(fixture, QStringLiteral("painted.jpg"));
}

/// Without the rows at the bottom in which there is nothing but a scroll bar; a margin stays.
QImage withoutRest(const QImage& image)
{
    constexpr int kMargin = 8;
    int end = image.height();
    const int width = image.width() - QApplication::style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    const QRgb nothing = image.pixel(0, end - 1);
    const auto isEmpty = [&](int y) {
        for (int x = 0; x < width; ++x)
            if (image.pixel(x, y) != nothing)
                return false;
        return true;
    };
    while (end > 1 && isEmpty(end - 1))
        --end;
    return image.copy(0, 0, image.width(), std::min(image.height(), end + kMargin));
}

/// A dock by itself, as high as what it says.
void takeDock(Photographer& photographer, WindowFixture& fixture, const char* id, const std::function<bool()>& isReady)
{
    auto* dock = fixture.window().findChild<QDockWidget*>(QLatin1String(id));
    dock->toggleViewAction()->trigger();
    waitFor(isReady);
    photographer.take(withoutRest(dock->widget()->grab().toImage()), QStringLiteral("dock-%1.png").arg(QLatin1String(id)));
    dock->toggleViewAction()->trigger();
}

/// A picture as it was encoded, in a window with room for docks.
void showAstronaut(WindowFixture& fixture, const QString& theme)
{
    fixture.trigger(QStringLiteral("theme-") + theme);
    fixture.window().resize(1240, 1000);
    fixture.window().start({.files = {samplePath(QStringLiteral("astronaut.jpg"))}});
    waitFor([&] { return fixture.isExact(); });
}

/// The docks of figures, beside a picture as it was encoded.
void takeDocks(Photographer& photographer, const QString& theme)
{
    WindowFixture fixture;
    app::MainWindow& window = fixture.window();
    showAstronaut(fixture, theme);
    for (const char* id : {"information", "code", "stamps", "history"}) // the docks have the column to themselves
        window.findChild<QDockWidget*>(QLatin1String(id))->close();
    window.resizeDocks({window.findChild<QDockWidget*>(QStringLiteral("codebook"))}, {380}, Qt::Horizontal);
    takeDock(photographer, fixture, "quality", [&] { return window.findChild<app::ErrorMeter*>()->isCurrent(); });
    auto* usage = window.findChild<app::UsagePanel*>();
    // What dropping a folder does; its pictures are of many kinds.
    usage->count({QStringLiteral(TESSERA_SOURCE_DIR "/resources/samples")});
    takeDock(photographer, fixture, "usage", [&] { return !usage->survey().isRunning(); });
    const std::vector<std::int64_t> counts
        = core::countCodes(fixture.document()->codes(), fixture.document()->model()->config().codes);
    window.tools().setCode(static_cast<int>(std::ranges::max_element(counts) - counts.begin()));
    auto* atlas = window.findChild<app::AtlasPanel*>();
    takeDock(photographer, fixture, "atlas", [&] {
        return !atlas->maker().isRunning() && window.findChild<app::CodeLooks*>()->swatches().isIdle();
    });
    auto* influence = window.findChild<app::InfluencePanel*>();
    window.canvas().setCursorCell({17, 28});
    takeDock(photographer, fixture, "influence", [&] { return !influence->view().image().isNull(); });
    auto* robustness = window.findChild<app::RobustnessPanel*>();
    takeDock(photographer, fixture, "robustness", [&] { return !robustness->study().isRunning() && robustness->plot().isEnabled(); });
    auto* spectrum = window.findChild<app::SpectrumPanel*>();
    window.resize(1240, 1180); // it says the most
    takeDock(photographer, fixture, "spectrum", [&] { return spectrum->meter().isNew(); });
    takeDock(photographer, fixture, "polish", [] { return true; });
}

/// Those that the guide has no pictures of, and the plots that it has not: to look at.
void takeOtherDocks(Photographer& photographer, const QString& theme)
{
    WindowFixture fixture;
    app::MainWindow& window = fixture.window();
    showAstronaut(fixture, theme);
    const auto dock = [&](const char* id) -> QDockWidget& {
        return *window.findChild<QDockWidget*>(QLatin1String(id));
    };
    const auto take = [&](const char* id, const QString& name) {
        dock(id).show();
        dock(id).raise();
        settle();
        photographer.take(*dock(id).widget(), name);
    };
    for (const char* id : {"codebook", "code", "overlays", "pixels", "information", "stamps", "history", "performance"})
        take(id, QStringLiteral("other-") + QLatin1String(id));
    auto* usage = dock("usage").widget()->findChildren<QComboBox*>().constLast();
    for (int i = 0; i < usage->count(); ++i) {
        usage->setCurrentIndex(i);
        take("usage", QStringLiteral("usage-%1").arg(i));
    }
    auto* mean = dock("influence").widget()->findChild<QPushButton*>();
    dock("influence").show();
    dock("influence").raise();
    window.canvas().setCursorCell({17, 28});
    auto* influence = window.findChild<app::InfluencePanel*>();
    waitFor([&] { return !influence->view().image().isNull(); });
    mean->click();
    waitFor([&] { return !influence->meanStudy().isRunning(); });
    take("influence", QStringLiteral("influence-mean"));
    auto* spectrum = window.findChild<app::SpectrumPanel*>();
    dock("spectrum").show();
    dock("spectrum").raise();
    auto* source = spectrum->findChild<QComboBox*>();
    source->setCurrentIndex(source->count() - 1);
    waitFor([&] { return spectrum->meter().isNew(); });
    take("spectrum", QStringLiteral("spectrum-bands"));
}

void takeDialogs(Photographer& photographer, WindowFixture& fixture)
{
    auto& exporting = opened<app::ExportDialog>(fixture, QStringLiteral("export-picture"));
    for (QLineEdit* line : exporting.findChildren<QLineEdit*>())
        if (line->accessibleName() == QLatin1String("File"))
            line->setText(QDir::tempPath() + QStringLiteral("/coffee.exr"));
    settle();
    photographer.take(exporting, QStringLiteral("export.png"));
    exporting.close();

    auto& search = opened<app::ActionSearch>(fixture, QStringLiteral("action-search"));
    QTest::keyClicks(search.findChild<QLineEdit*>(), QStringLiteral("exp"));
    settle();
    photographer.take(search, QStringLiteral("search.png"));
    search.close();

    auto& keys = opened<app::ShortcutsDialog>(fixture, QStringLiteral("shortcuts"));
    auto* list = keys.findChild<QTreeWidget*>();
    list->setCurrentItem(list->findItems(QStringLiteral("Brush"), Qt::MatchExactly).value(0));
    QTest::keyClick(keys.findChild<QKeySequenceEdit*>(), Qt::Key_E);
    settle();
    photographer.take(keys, QStringLiteral("keys.png"));
    keys.close();
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    if (argc < 2 || argc > 3) {
        std::cerr << "usage: tessera_guide_pictures OUTDIR [light|dark]\n";
        return 2;
    }
    try {
        Desk desk;
        Photographer photographer(QString::fromLocal8Bit(argv[1]));
        if (argc == 3) {
            takeDocks(photographer, QString::fromLocal8Bit(argv[2]));
            takeOtherDocks(photographer, QString::fromLocal8Bit(argv[2]));
            return 0;
        }
        WindowFixture fixture;
        fixture.trigger(QStringLiteral("theme-light"));
        fixture.window().resize(1240, 800);
        takeWindow(photographer, fixture);
        takeDialogs(photographer, fixture);
        fixture.document()->undoStack().setClean();
        takeDocks(photographer, QStringLiteral("light"));
        return 0;
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
