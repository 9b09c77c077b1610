// SPDX-License-Identifier: GPL-3.0-or-later
// Actions, keys, panels and the small parts of the window.
#include "app/actions/action_list.h"
#include "app/codes/code_looks.h"
#include "app/documents/recent_files.h"
#include "app/files/settings.h"
#include "app/panels/code_grid.h"
#include "app/panels/panel_list.h"
#include "app/pictures/fitted_picture.h"
#include "app/tools/tool_list.h"
#include "app/tools/tool_state.h"
#include "app/window/icons.h"
#include "app/window/opener.h"
#include "tests/app/fake_device.h"
#include "tests/app/made_document.h"
#include "tests/app/window_fixture.h"
#include "tests/support/hub_cache.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QDockWidget>
#include <QImageReader>
#include <QScrollArea>
#include <QScrollBar>
#include <QSpinBox>
#include <QTabBar>
#include <QSvgRenderer>
#include <QToolBar>

using namespace tessera;
using namespace tessera::tests;

class TestWindowControls : public QObject {
    Q_OBJECT

    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<WindowFixture> m_fixture;

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }

    void init()
    {
        m_fixture = std::make_unique<WindowFixture>([](const QString&, const gpu::DeviceOptions&) -> std::unique_ptr<core::Device> {
            return std::make_unique<FakeDevice>("fake", std::make_shared<Gate>());
        });
        m_fixture->window().start({.model = QStringLiteral(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model")});
        QTRY_VERIFY(m_fixture->session().model().model);
    }
    void cleanup() { m_fixture.reset(); }

    void noKeyHasTwoMeanings()
    {
        QHash<QString, QString> uses;
        for (const QAction* action : m_fixture->window().findChildren<QAction*>())
            for (const QKeySequence& key : action->shortcuts()) {
                if (key.isEmpty())
                    continue;
                const QString other = uses.value(key.toString());
                QVERIFY2(other.isEmpty(), qPrintable(key.toString() + ": " + other + ", " + action->text()));
                uses.insert(key.toString(), action->text());
            }
        QVERIFY(uses.size() > 25);
    }

    void aKeyBringsAPanelToTheFrontAndHidesItOnlyThere()
    {
        app::MainWindow& window = m_fixture->window();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        auto* information = window.findChild<QDockWidget*>(QStringLiteral("information"));
        auto* history = window.findChild<QDockWidget*>(QStringLiteral("history"));
        const auto isSeen = [](const QDockWidget* dock) { return !dock->visibleRegion().isEmpty(); };
        const auto isMarked = [&](const char* id) { return window.actions().at(QLatin1String(id)).isChecked(); };
        QTRY_VERIFY(isSeen(information) && !isSeen(history));
        QVERIFY(isMarked("panel-information") && isMarked("panel-history")); // open both, one behind the other
        QTest::keyClick(&window, Qt::Key_F10);
        QTRY_VERIFY(isSeen(history) && !isSeen(information));
        QVERIFY(isMarked("panel-information") && isMarked("panel-history"));
        QTest::keyClick(&window, Qt::Key_F10);
        QTRY_VERIFY(history->isHidden() && !isMarked("panel-history") && isMarked("panel-information"));
        QTest::keyClick(&window, Qt::Key_F10);
        QTRY_VERIFY(isSeen(history) && isMarked("panel-history"));
        QTest::keyClick(&window, Qt::Key_F7);
        QTRY_VERIFY(isSeen(information) && !isSeen(history) && isMarked("panel-history"));
    }

    void theWindowFitsASmallScreenWithAnyPanelOpen_data()
    {
        QTest::addColumn<QString>("panel");
        for (const app::PanelRow& row : app::panelList())
            QTest::newRow(row.id) << QString::fromLatin1(row.id);
    }
    void theWindowFitsASmallScreenWithAnyPanelOpen()
    {
        QFETCH(const QString, panel);
        app::MainWindow& window = m_fixture->window();
        window.resize(1366, 768);
        for (const QString& id : {QStringLiteral("stamps"), panel}) { // in the lower place, and above it or with it
            auto* dock = window.findChild<QDockWidget*>(id);
            if (dock->visibleRegion().isEmpty())
                dock->toggleViewAction()->trigger();
            QTRY_VERIFY(!dock->visibleRegion().isEmpty());
        }
        QCoreApplication::processEvents();
        QVERIFY2(window.minimumSizeHint().height() <= 700, qPrintable(QString::number(window.minimumSizeHint().height())));
        QVERIFY(window.minimumSizeHint().width() <= 1366);
        QCOMPARE(window.size(), QSize(1366, 768));
    }

    void aPanelWithAListIsNotScrolledTwice()
    {
        app::MainWindow& window = m_fixture->window();
        window.resize(1284, 722);
        auto* dock = window.findChild<QDockWidget*>(QStringLiteral("codebook"));
        QTRY_VERIFY(!dock->visibleRegion().isEmpty());
        auto* scroll = qobject_cast<QScrollArea*>(dock->widget());
        QVERIFY(scroll);
        QTRY_COMPARE(scroll->widget()->size(), scroll->viewport()->size()); // its list has become lower
        QVERIFY(!scroll->verticalScrollBar()->isVisible());
    }

    void namesOfDocksAreWrittenOutHoweverManyShareAPlace()
    {
        app::MainWindow& window = m_fixture->window();
        for (auto* dock : window.findChildren<QDockWidget*>())
            if (!dock->toggleViewAction()->isChecked())
                dock->toggleViewAction()->trigger();
        int docks = 0;
        for (const auto* bar : window.findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly)) {
            if (!bar->isVisible())
                continue;
            QCOMPARE(bar->elideMode(), Qt::ElideNone);
            QVERIFY(bar->usesScrollButtons());
            for (int tab = 0; tab < bar->count(); ++tab, ++docks)
                QVERIFY2(bar->tabRect(tab).width() >= bar->fontMetrics().horizontalAdvance(bar->tabText(tab)),
                         qPrintable(bar->tabText(tab)));
        }
        QVERIFY(docks > 10);
        QVERIFY(window.findChild<QDockWidget*>(QStringLiteral("codebook"))->width() < 500); // they take no room for it
    }

    void everyRowHasItsIconAndText()
    {
        for (const app::ActionRow& row : app::actionList()) {
            QVERIFY2(!app::actionText(row).isEmpty(), row.id);
            if (*row.icon)
                QVERIFY2(QSvgRenderer(QStringLiteral(":/icons/%1.svg").arg(QLatin1String(row.icon))).isValid(), row.icon);
        }
        for (const app::ToolRow& row : app::toolList())
            QVERIFY2(QFile::exists(QStringLiteral(":/icons/%1.svg").arg(QLatin1String(row.icon))), row.icon);
    }

    void whateverHasAKeyHasALineOfUse()
    {
        const app::ActionSet& actions = m_fixture->window().actions();
        for (const QString& id : actions.ids())
            if (const QAction& action = actions.at(id); !action.shortcuts().isEmpty())
                QVERIFY2(!action.statusTip().isEmpty(), qPrintable(id));
    }

    void everyControlHasAName()
    {
        for (const QWidget* widget : m_fixture->window().findChildren<QWidget*>()) {
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            if (button && widget->objectName().startsWith(QLatin1String("qt_")))
                continue; // Qt's own
            const bool isControl = button || qobject_cast<const QAbstractSpinBox*>(widget) || qobject_cast<const QComboBox*>(widget);
            const bool named = !widget->accessibleName().isEmpty() || (button && (!button->text().isEmpty() || !button->toolTip().isEmpty()));
            QVERIFY2(!isControl || named, qPrintable(widget->metaObject()->className() + QStringLiteral(" in ")
                                                     + (widget->parentWidget() ? widget->parentWidget()->metaObject()->className() : "")));
        }
    }

    void theBarsHoldAllTheirButtonsInASmallWindow_data()
    {
        QTest::addColumn<QString>("tool");
        for (const app::ToolRow& row : app::toolList())
            QTest::newRow(row.id) << QString::fromLatin1(row.id);
    }

    void theBarsHoldAllTheirButtonsInASmallWindow()
    {
        QFETCH(QString, tool);
        app::MainWindow& window = m_fixture->window();
        window.resize(1366, 728); // what a small laptop's screen leaves
        window.tools().setTool(tool);
        QTest::qWait(0);
        const QList<QToolBar*> bars = window.findChildren<QToolBar*>(QString(), Qt::FindDirectChildrenOnly);
        QVERIFY(bars.size() >= 2);
        for (QToolBar* bar : bars)
            for (QAction* action : bar->actions())
                if (QWidget* widget = bar->widgetForAction(action))
                    QVERIFY2(widget->isVisible(), qPrintable(bar->objectName() + ": " + widget->accessibleName() + action->text()));
    }

    void theOptionsOfAToolStandInTheToolBarWhileItIsChosen()
    {
        app::MainWindow& window = m_fixture->window();
        app::ToolState& tools = window.tools();
        const auto box = [&window](const char* name) {
            for (QSpinBox* found : window.findChildren<QSpinBox*>())
                if (found->accessibleName() == QLatin1String(name))
                    return found;
            return static_cast<QSpinBox*>(nullptr);
        };
        QSpinBox *reach = box("How many near codes"), *share = box("Strength of the jitter");
        QSpinBox *strength = box("Strength of the morph"), *edge = box("Hardness of the morph's edge");
        QSpinBox *size = box("Size of the pixel brush"), *opacity = box("Opacity of the pixel brush");
        QVERIFY(reach && share && strength && edge && size && opacity);
        tools.setTool(QStringLiteral("jitter"));
        QVERIFY(!reach->isHidden() && !reach->parentWidget()->isHidden() && strength->parentWidget()->isHidden());
        reach->setValue(21);
        share->setValue(30);
        QCOMPARE(tools.jitter(), (app::JitterOptions{21, 0.3}));
        tools.setTool(QStringLiteral("morph"));
        QVERIFY(reach->parentWidget()->isHidden() && !strength->parentWidget()->isHidden());
        strength->setValue(85);
        edge->setValue(0);
        QCOMPARE(tools.morph(), (app::MorphOptions{0.85, 0}));
        tools.setTool(QStringLiteral("pixel"));
        QVERIFY(strength->parentWidget()->isHidden() && !size->parentWidget()->isHidden());
        size->setValue(77);
        opacity->setValue(40);
        QCOMPARE(tools.pixels().brush.size, 77);
        QCOMPARE(tools.pixels().brush.opacity, 0.4);
        tools.setPixels({{9, 0.25, 1}, qRgb(1, 2, 3)}); // from elsewhere
        QCOMPARE(size->value(), 9);
        QCOMPARE(opacity->value(), 100);
        tools.setTool(QStringLiteral("brush"));
        QVERIFY(size->parentWidget()->isHidden());
    }

    void aPickedTargetOfMorphIsNamedAndCanBeLetGo()
    {
        app::ToolState& tools = m_fixture->window().tools();
        tools.setTool(QStringLiteral("morph"));
        QAbstractButton* target = nullptr;
        for (QAbstractButton* button : m_fixture->window().findChildren<QAbstractButton*>())
            if (button->accessibleName().startsWith(QLatin1String("Target of the morph")))
                target = button;
        QVERIFY(target && !target->isEnabled());
        tools.setCode(12);
        QCOMPARE(target->text(), QStringLiteral("to code 12"));
        app::MorphOptions options;
        options.picked = app::PickedLatents{1, {0.5F}, 34};
        tools.setMorph(options);
        QCOMPARE(target->text(), QStringLiteral("to latents near 34"));
        QTest::mouseClick(target, Qt::LeftButton);
        QVERIFY(!tools.morph().picked);
        QCOMPARE(target->text(), QStringLiteral("to code 12"));
    }

    void keysChooseToolsAndCodes()
    {
        app::MainWindow& window = m_fixture->window();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_E);
        QCOMPARE(window.tools().tool(), QStringLiteral("restore"));
        QTest::keyClick(&window, Qt::Key_P);
        QCOMPARE(window.tools().tool(), QStringLiteral("pick"));
        for (const auto& [key, tool] : {std::pair{Qt::Key_J, "jitter"}, {Qt::Key_M, "morph"}, {Qt::Key_G, "pixel"}}) {
            QTest::keyClick(&window, key);
            QCOMPARE(window.tools().tool(), QLatin1String(tool));
        }
        QTest::keyClick(&window, Qt::Key_B);
        QCOMPARE(window.tools().tool(), QStringLiteral("brush"));
        QTest::keyClick(&window, Qt::Key_Period);
        QTest::keyClick(&window, Qt::Key_Period);
        QTest::keyClick(&window, Qt::Key_Comma);
        QCOMPARE(window.tools().code(), 1);
        QTest::keyClick(&window, Qt::Key_Comma);
        QTest::keyClick(&window, Qt::Key_Comma);
        QCOMPARE(window.tools().code(), 0); // there is none before
        QTest::keyClick(&window, Qt::Key_BracketRight);
        QCOMPARE(window.tools().brushSize(), 2);
        QTest::keyClick(&window, Qt::Key_BracketLeft);
        QTest::keyClick(&window, Qt::Key_BracketLeft);
        QCOMPARE(window.tools().brushSize(), 1);
    }

    void aClickOrAnArrowKeyInTheCodebookChoosesTheCode()
    {
        auto& grid = *m_fixture->window().findChild<app::CodeGrid*>();
        QTest::mouseClick(grid.viewport(), Qt::LeftButton, {}, grid.swatchRect(7).center());
        QCOMPARE(m_fixture->window().tools().code(), 7);
        QCOMPARE(grid.current(), 7);
        QTest::keyClick(&grid, Qt::Key_Right);
        QCOMPARE(m_fixture->window().tools().code(), 8);
        QTest::keyClick(&grid, Qt::Key_Down);
        QCOMPARE(m_fixture->window().tools().code(), 8 + grid.columns());
        QTest::keyClick(&grid, Qt::Key_End);
        QCOMPARE(m_fixture->window().tools().code(), 511);
        QVERIFY(grid.viewport()->rect().contains(grid.swatchRect(511))); // it has scrolled there
        m_fixture->window().tools().setCode(3);
        QCOMPARE(grid.current(), 3);
        QVERIFY(grid.viewport()->rect().contains(grid.swatchRect(3)));
        QCOMPARE(grid.codeAt(grid.swatchRect(3).center()), 3);
        QCOMPARE(grid.codeAt(QPoint(-5, -5)), -1);
    }

    void codesAreOrderedByNumberUseOrLikeness()
    {
        const std::vector<std::array<float, 3>> at{{3, 0, 0}, {1, 5, 0}, {0, 9, 0}, {2, 1, 0}};
        const std::vector<std::int64_t> counts{0, 4, 9, 4};
        using app::CodeOrder;
        QCOMPARE(app::orderCodes(CodeOrder::number, 4, 2, at, counts), (std::vector<int>{0, 1, 2, 3}));
        QCOMPARE(app::orderCodes(CodeOrder::usage, 4, 2, at, counts), (std::vector<int>{2, 1, 3, 0}));
        // Rows of two along the first axis (2 1 | 3 0), in each row along the second.
        QCOMPARE(app::orderCodes(CodeOrder::similarity, 4, 2, at, counts), (std::vector<int>{1, 2, 0, 3}));
        QCOMPARE(app::orderCodes(CodeOrder::similarity, 4, 3, {}, counts), (std::vector<int>{0, 1, 2, 3}));
        QCOMPARE(app::orderCodes(CodeOrder::similarity, 0, 3, {}, {}), std::vector<int>());
    }

    void colouringCanBeChosenAndReshuffled()
    {
        app::CodeLooks looks;
        looks.setModel(m_fixture->session().model());
        QTRY_COMPARE(looks.colours().size(), std::size_t{512});
        const std::vector<QRgb> likeness = looks.colours();
        looks.setColouring(app::CodeLooks::Colouring::hash);
        const std::vector<QRgb> first = looks.colours();
        QVERIFY(first != likeness);
        looks.setSeed(5);
        QVERIFY(looks.colours() != first);
        QCOMPARE(qAlpha(looks.colour(-1)), 255); // no such code
    }

    void recentFilesAreNewestFirstWithoutThoseThatAreGone()
    {
        app::RecentFiles recent("test/recent");
        QStringList paths;
        for (int i = 0; i < app::RecentFiles::kMost + 2; ++i) {
            paths << m_desk->file(QStringLiteral("file%1").arg(i));
            QFile file(paths.last());
            QVERIFY(file.open(QIODevice::WriteOnly));
            recent.add(paths.last());
        }
        QCOMPARE(recent.paths().size(), app::RecentFiles::kMost);
        QCOMPARE(recent.paths().first(), paths.last());
        recent.add(paths[5]);
        QCOMPARE(recent.paths().first(), paths[5]);
        QCOMPARE(recent.paths().count(paths[5]), 1);
        QVERIFY(QFile::remove(paths[5]));
        QCOMPARE(recent.paths().first(), paths.last());
        recent.clear();
        QVERIFY(recent.paths().isEmpty());
    }

    void recentModelsHaveTheNamesThatPeopleKnow()
    {
        const HubCache cache;
        const std::filesystem::path snapshots = cache.addSnapshot("ada--vq&movq", "0123", "v05-movq", "movq") / "snapshots";
        std::filesystem::create_directories(cache / "models/my-vq");
        app::RecentFiles& recent = m_fixture->window().opener().recentModels();
        for (const std::filesystem::path& path : {snapshots / "0123", snapshots / "0123/movq", cache / "models/my-vq"})
            recent.add(QString::fromStdString(path.string()));
        QMenu& menu = m_fixture->window().actions().menu("recent-models");
        emit menu.aboutToShow();
        const QList<QAction*> shown = menu.actions();
        QCOMPARE(shown[0]->text(), QString::fromStdString("my-vq      " + (cache / "models").string()));
        QCOMPARE(shown[1]->text(), QString("ada/vq&&movq/movq"));
        QCOMPARE(shown[2]->text(), QString("ada/vq&&movq"));
        QCOMPARE(shown[2]->statusTip(), QString::fromStdString((snapshots / "0123").string()));
        recent.clear();
    }

    void anIconOfNoSizeIsNothing()
    {
        QVERIFY(app::icon(QStringLiteral("brush")).pixmap(QSize(0, 0)).isNull());
        QVERIFY(!app::icon(QStringLiteral("brush")).pixmap(QSize(16, 16)).isNull());
    }

    void whatTheModelSawComesBackToTheOriginalsPixels()
    {
        const core::Picture original = gradient(37, 29);
        const core::Config& config = tinyModel()->config();
        const core::Prepared padded = core::prepare(original, config, core::Fit::pad);
        QCOMPARE(app::onOriginal(padded.seen, padded.how).values, original.values);
        const core::Prepared cropped = core::prepare(original, config, core::Fit::crop);
        QCOMPARE(app::shownPart(original, cropped.how).values, app::onOriginal(cropped.seen, cropped.how).values);
        const core::Prepared resized = core::prepare(original, config, core::Fit::resize);
        QCOMPARE(app::onOriginal(resized.seen, resized.how).width, 37);
        QCOMPARE(app::shownPart(original, resized.how).values, original.values);
    }

    void panelsCanBeHiddenAndTheLayoutComesBack()
    {
        auto* dock = m_fixture->window().findChild<QDockWidget*>(QStringLiteral("information"));
        QVERIFY(dock->isVisible());
        dock->toggleViewAction()->trigger();
        QVERIFY(!dock->isVisible());
        m_fixture->window().close();
        WindowFixture again([](const QString&, const gpu::DeviceOptions&) -> std::unique_ptr<core::Device> {
            return std::make_unique<FakeDevice>("fake", std::make_shared<Gate>());
        });
        QVERIFY(!again.window().findChild<QDockWidget*>(QStringLiteral("information"))->isVisible());
        app::openSettings().clear();
    }

    void lightAndDarkChangeThePalette()
    {
        m_fixture->trigger(QStringLiteral("theme-dark"));
        QVERIFY(m_fixture->window().palette().color(QPalette::Window).lightness() < 100);
        m_fixture->trigger(QStringLiteral("theme-light"));
        QVERIFY(m_fixture->window().palette().color(QPalette::Window).lightness() > 200);
        m_fixture->trigger(QStringLiteral("theme-system"));
    }
};

QTEST_MAIN(TestWindowControls)
#include "test_window_controls.moc"
