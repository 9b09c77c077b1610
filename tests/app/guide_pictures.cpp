// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures of the user guide: `tessera_guide_pictures OUTDIR`. Not a test.
#include "app/dialogs/export_dialog.h"
#include "app/dialogs/shortcuts_dialog.h"
#include "app/tools/tool_state.h"
#include "app/window/action_search.h"
#include "tests/app/photographer.h"

#include <QKeySequenceEdit>
#include <QLineEdit>
#include <QTreeWidget>

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
    waitFor([&] { return fixture.session().model().model && !fixture.session().deviceName().isEmpty(); });
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
    if (argc != 2) {
        std::cerr << "usage: tessera_guide_pictures OUTDIR\n";
        return 2;
    }
    try {
        Desk desk;
        Photographer photographer(QString::fromLocal8Bit(argv[1]));
        WindowFixture fixture;
        fixture.trigger(QStringLiteral("theme-light"));
        fixture.window().resize(1240, 800);
        takeWindow(photographer, fixture);
        takeDialogs(photographer, fixture);
        return 0;
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
