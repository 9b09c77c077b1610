// SPDX-License-Identifier: GPL-3.0-or-later
// Looking, in the real window: layouts and overlays by their keys and what is remembered of them, the codebook with
// what codes decode to, the code inspector, the pixels panel. On a device without arithmetic.
#include "app/canvas/other_documents.h"
#include "app/canvas/overlays.h"
#include "app/canvas/pane_header.h"
#include "app/canvas/pane_images.h"
#include "app/canvas/pane_set.h"
#include "app/codes/code_looks.h"
#include "app/files/settings.h"
#include "app/panels/code_grid.h"
#include "app/panels/code_inspector.h"
#include "app/panels/pixels_panel.h"
#include "app/session.h"
#include "app/tools/tool_list.h"
#include "app/tools/tool_state.h"
#include "app/window/elided_label.h"
#include "app/window/replace_bar.h"
#include "core/analysis/neighbours.h"
#include "tests/app/made_document.h"
#include "tests/app/window_fixture.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QSpinBox>
#include <QStatusBar>
#include <QStatusTipEvent>
#include <QTableWidget>
#include <QToolButton>

#include <tuple>

using namespace tessera;
using namespace tessera::tests;
using app::Compare;
using app::PaneSource;
using app::PaneView;

class TestWindowSeeing : public QObject {
    Q_OBJECT

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

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }
    void init()
    {
        app::openSettings().clear();
        QDir(QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + "/tessera/swatches")
            .removeRecursively();
        openWindow();
    }
    void cleanup() { m_fixture.reset(); }

    void aStampOfTheSelectionNeedsASelection()
    {
        QAction& action = m_fixture->window().actions().at("selection-stamp");
        QVERIFY(!action.isEnabled());
        press(Qt::Key_A, Qt::ControlModifier);
        QVERIFY(action.isEnabled());
        press(Qt::Key_K, Qt::ControlModifier);
        QCOMPARE(m_fixture->window().tools().tool(), QStringLiteral("stamp"));
        m_fixture->trigger(QStringLiteral("select-none"));
        QVERIFY(!action.isEnabled());
    }

    void aPaneThroughAnotherModelSaysThatWorkGoesOn()
    {
        m_gate->close();
        PaneView& pane = *canvas().panes()[0];
        QMenu& menu = panes().headerOf(pane).menu();
        emit menu.aboutToShow();
        QMenu* models = nullptr;
        for (const QAction* entry : menu.actions())
            if (entry->menu() && entry->text().contains("Model"))
                models = entry->menu();
        QVERIFY(models && !models->actions().isEmpty());
        const int before = m_gate->entered();
        models->actions().first()->trigger();
        const quint64 number = pane.setup().first.document;
        QVERIFY(number != 0);
        const app::OtherDocuments& others = canvas().others();
        QVERIFY(others.isWorking(number)); // its model is read
        QTRY_VERIFY(m_gate->entered() > before);
        QVERIFY(others.isWorking(number));
        const app::PaneImages* images = others.imagesOf(number);
        QVERIFY(images->whyMissing(PaneSource::reconstruction, others.isWorking(number)).startsWith("Encoding"));
        for (int pass = 0; pass < 3 && !images->document()->hasCodes(); ++pass) {
            m_gate->letOnePass();
            std::ignore = QTest::qWaitFor([&] { return images->document()->hasCodes(); }, 2000);
        }
        QTRY_VERIFY(images->document()->hasCodes());
        if (!images->document()->isExact()) {
            QCOMPARE(panes().headerOf(pane).state(), app::PaneState::decoding);
            QVERIFY(images->whyMissing(PaneSource::reconstruction, others.isWorking(number)).startsWith("Decoding"));
        }
        m_gate->open();
        QTRY_COMPARE(panes().headerOf(pane).state(), app::PaneState::exact);
        QVERIFY(!others.isWorking(number));
    }

    void theHintOfEveryToolFitsASmallWindowAndTipsAreCutWithDots()
    {
        app::MainWindow& window = m_fixture->window();
        window.resize(1366, 768);
        auto* line = window.statusBar()->findChild<app::ElidedLabel*>();
        QVERIFY(line);
        for (const app::ToolRow& row : app::toolList()) {
            window.tools().setTool(QString::fromLatin1(row.id));
            QCoreApplication::processEvents();
            QVERIFY(line->text() == window.actions().at(QStringLiteral("tool-") + QLatin1String(row.id)).statusTip());
            const int needed = line->fontMetrics().horizontalAdvance(line->text());
            QVERIFY2(needed <= line->contentsRect().width(),
                     qPrintable(QStringLiteral("%1: %2 of %3").arg(QLatin1String(row.id)).arg(needed).arg(line->contentsRect().width())));
        }
        // What a menu says of an entry stands in the same place, and beside it all else.
        QStatusTipEvent tip(window.actions().at("import-codes").statusTip());
        QApplication::sendEvent(window.menuBar(), &tip);
        QCOMPARE(line->text(), tip.tip());
        QVERIFY(line->isVisible());
        QVERIFY(window.statusBar()->currentMessage().isEmpty());
        QStatusTipEvent none{QString()};
        QApplication::sendEvent(window.menuBar(), &none);
        QCOMPARE(line->text(), window.actions().at("tool-same").statusTip());
    }

    void whileKeysDragTheStatusLineSaysHowTheDragEnds()
    {
        app::MainWindow& window = m_fixture->window();
        auto* line = window.statusBar()->findChild<app::ElidedLabel*>();
        window.tools().setTool("shape");
        const QString usual = line->text();
        canvas().setCursorCell({4, 4});
        press(Qt::Key_Return);
        const QString dragging = line->text();
        QVERIFY(dragging.contains("Enter") && dragging.contains("Esc"));
        press(Qt::Key_Right);
        QCOMPARE(line->text(), dragging);
        press(Qt::Key_Escape);
        QCOMPARE(line->text(), usual);
        press(Qt::Key_Return);
        QCOMPARE(line->text(), dragging);
        press(Qt::Key_Return);
        QCOMPARE(line->text(), usual);
    }

    void replacingACodeByItselfDimsNothingAndSaysWhatToDo()
    {
        PaneView& input = *canvas().panes()[0];
        const auto colour = [&input] { // of the same pixel, wherever the bar has moved it to
            return input.grab().toImage().pixel(input.viewport().toWidget(QPointF(60.5, 40.5), input.size()).toPoint());
        };
        const QRgb before = colour();
        QCOMPARE(m_fixture->window().tools().code(), m_fixture->window().tools().codeB());
        const int width = m_fixture->window().width();
        press(Qt::Key_H, Qt::ControlModifier);
        auto* bar = m_fixture->window().findChild<app::ReplaceBar*>();
        QVERIFY(bar->isVisible());
        QCoreApplication::processEvents();
        QCOMPARE(m_fixture->window().width(), width); // its words are cut before the window grows
        QVERIFY(bar->minimumSizeHint().width() < 700);
        QStringList texts;
        for (const QLabel* label : bar->findChildren<QLabel*>())
            texts << label->text();
        QVERIFY(!texts.filter("choose another").isEmpty());
        QCOMPARE(colour(), before);
        m_fixture->window().tools().setCodeB(300);
        QVERIFY(colour() != before); // it is not a cell of code A
        m_fixture->window().tools().setCodeB(m_fixture->window().tools().code());
        QCOMPARE(colour(), before);
    }

    void theHistorysLimitStandsApartFromItsName()
    {
        const auto* dock = showDock("history");
        auto* limit = dock->findChild<QSpinBox*>();
        const auto* label = dock->findChild<QLabel*>();
        QVERIFY(limit && label->text() == "&At most");
        dock->parentWidget()->grab();
        QVERIFY(limit->x() - label->geometry().right() >= 6);
    }

    void layoutsHaveKeysAndAreRememberedWithTheirSources()
    {
        press(Qt::Key_2, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(panes().count(), 2);
        QVERIFY(m_fixture->window().actions().at("panes-2").isChecked());
        canvas().panes()[0]->setSetup({{PaneSource::unquantized}, {}});
        press(Qt::Key_1, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(panes().count(), 1);
        press(Qt::Key_2, Qt::ControlModifier | Qt::AltModifier);
        m_fixture.reset();
        openWindow();
        QCOMPARE(panes().count(), 2);
        QCOMPARE(canvas().panes()[0]->source(), PaneSource::unquantized);
        QCOMPARE(canvas().panes()[1]->source(), PaneSource::reconstruction);
        press(Qt::Key_4, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(canvas().panes()[3]->source(), PaneSource::error);
    }

    void comparingHasKeysThatActOnTheActivePane()
    {
        PaneView& pane = *canvas().panes()[2];
        QTest::mouseClick(&pane, Qt::MiddleButton, {}, {30, 30});
        press(Qt::Key_W, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(pane.setup().compare, Compare::wipe);
        QVERIFY(m_fixture->window().actions().at("compare-wipe").isChecked());
        press(Qt::Key_D, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(pane.setup().compare, Compare::difference);
        press(Qt::Key_A, Qt::ShiftModifier);
        QCOMPARE(pane.setup().compare, Compare::blink);
        press(Qt::Key_A, Qt::ShiftModifier);
        QCOMPARE(pane.setup().compare, Compare::off);
        press(Qt::Key_L);
        QVERIFY(!pane.link().isLinked());
        QVERIFY(!m_fixture->window().actions().at("linked").isChecked());
        QTest::mouseClick(canvas().panes()[1], Qt::MiddleButton, {}, {30, 30});
        QVERIFY(m_fixture->window().actions().at("linked").isChecked());
        QCOMPARE(canvas().panes()[0]->setup().compare, Compare::off);
    }

    void zoomKeysMoveThePaneThatIsNotLinked()
    {
        PaneView& pane = *canvas().panes()[2];
        QTest::mouseClick(&pane, Qt::MiddleButton, {}, {30, 30});
        press(Qt::Key_L);
        const double zoom = canvas().viewport().zoom();
        m_fixture->trigger("zoom-in");
        m_fixture->trigger("zoom-in");
        QVERIFY(pane.viewport().zoom() > zoom);
        QCOMPARE(canvas().viewport().zoom(), zoom);
        m_fixture->trigger("fit");
        QCOMPARE(pane.viewport().zoom(), zoom);
    }

    void theUnquantizedPictureIsDecodedOnceAPaneShowsIt()
    {
        QTest::qWait(50);
        const int before = m_gate->entered();
        QVERIFY(canvas().images().picture(PaneSource::unquantized).isEmpty());
        canvas().panes()[3]->setSetup({{PaneSource::unquantized}, {}});
        QTRY_VERIFY(!canvas().images().picture(PaneSource::unquantized).isEmpty());
        QCOMPARE(m_gate->entered(), before + 1); // the encoder once more; the fake decoder of latents has no gate
        QCOMPARE(canvas().images().picture(PaneSource::unquantized).level(1).pixel(3, 3), qRgb(128, 128, 128));
    }

    void aPaneShowsAnotherOpenPicture()
    {
        const QString path = m_desk->file("red.png");
        QImage image(64, 48, QImage::Format_RGB32);
        image.fill(qRgb(200, 10, 10));
        QVERIFY(image.save(path));
        app::Session& session = m_fixture->session();
        app::Document* first = session.document();
        m_fixture->drop({path});
        QTRY_VERIFY(session.document() != first && m_fixture->isExact());
        const quint64 red = session.documentId();
        session.setCurrent(first);
        QTRY_VERIFY(m_fixture->isExact());
        PaneView& pane = *canvas().panes()[3];
        pane.setSetup({{PaneSource::input, red}, {}});
        QTRY_VERIFY(canvas().others().imagesOf(red) && !canvas().others().imagesOf(red)->picture(PaneSource::input).isEmpty());
        QVERIFY(panes().headerOf(pane).button().text().contains("red.png"));
        QVERIFY(!pane.isPaintable());
        const QPoint inside = pane.viewport().toWidget(QPointF(30.5, 20.5), pane.size()).toPoint();
        QCOMPARE(pane.grab().toImage().pixel(inside), qRgb(200, 10, 10));
        session.setCurrent(session.documents().constLast()); // now it is the one in front
        QTRY_VERIFY(m_fixture->isExact());
        QVERIFY(pane.isPaintable());
        session.setCurrent(first);
        session.close(session.documents().constLast());
        QVERIFY(!canvas().others().imagesOf(red)); // and the pane says so
        QVERIFY(panes().headerOf(pane).button().text().contains("closed"));
    }

    void aPaneShowsThePictureThroughAnotherModel()
    {
        PaneView& pane = *canvas().panes()[3];
        QMenu& menu = panes().headerOf(pane).menu();
        emit menu.aboutToShow();
        QMenu* models = nullptr;
        for (QAction* action : menu.actions())
            if (action->text().contains("Model"))
                models = action->menu();
        QVERIFY(models && !models->isEmpty());
        models->actions().constFirst()->trigger();
        const app::SourceRef ref = pane.setup().first;
        QVERIFY(ref.document != 0);
        QVERIFY(!pane.isPaintable()); // there is nothing to edit in it
        QTRY_VERIFY(canvas().others().imagesOf(ref.document)
                    && !canvas().others().imagesOf(ref.document)->picture(PaneSource::reconstruction).isEmpty());
        QVERIFY(panes().headerOf(pane).button().text().contains(models->actions().constFirst()->text()));
        const auto before = m_fixture->document()->codes();
        QTest::mouseClick(&pane, Qt::LeftButton, {}, pane.rect().center());
        QVERIFY(m_fixture->document()->codes() == before);
        pane.setSetup({{PaneSource::error}, {}});
        QVERIFY(canvas().others().candidates().empty()); // and it goes when nobody looks any more
    }

    void overlaysHaveKeysAndAreRemembered()
    {
        press(Qt::Key_O);
        QVERIFY(m_fixture->window().actions().at("overlay-codes").isChecked());
        auto* dock = showDock("overlays");
        auto* box = dock->findChild<QCheckBox*>();
        QVERIFY(box->isChecked());
        QTest::mouseClick(box, Qt::LeftButton, {}, {8, box->height() / 2});
        QVERIFY(!m_fixture->window().actions().at("overlay-codes").isChecked());
        press(Qt::Key_M, Qt::ControlModifier | Qt::AltModifier);
        m_fixture.reset();
        openWindow();
        QVERIFY(!m_fixture->window().actions().at("overlay-codes").isChecked());
        QVERIFY(m_fixture->window().actions().at("overlay-edited").isChecked());
    }

    void aMapIsMeasuredFromTheEncodersLatents()
    {
        auto* overlays = m_fixture->window().findChild<app::Overlays*>();
        m_fixture->trigger("map-margin");
        QTRY_VERIFY(!overlays->mapImage().isNull());
        QCOMPARE(overlays->mapImage().size(), QSize(24, 18));
        m_fixture->trigger("map-none");
        QVERIFY(overlays->mapImage().isNull());
    }

    void theCodebookShowsWhatCodesDecodeTo()
    {
        auto* looks = m_fixture->window().findChild<app::CodeLooks*>();
        QTRY_VERIFY(looks->swatches().has(1));
        QTRY_VERIFY(looks->swatches().isIdle());
        const QPoint middle = grid().swatchRect(1).center() - QPoint(4, 4);
        // What a FakeDevice decodes code 1 to.
        const auto shown = [](int c) { return int(std::lround(255 * (((1 * (c + 3) % 241) / 120.0 - 1) / 2 + 0.5))); };
        QCOMPARE(grid().viewport()->grab().toImage().pixel(middle), qRgb(shown(0), shown(1), shown(2)));
    }

    void strokesDoNotWaitForSwatches()
    {
        m_gate->close();
        m_fixture->drag(PaneSource::codes, {{3, 3}, {3, 6}});
        QTRY_VERIFY(m_gate->entered() > 0);
        m_gate->open();
        QTRY_VERIFY(m_fixture->isExact());
    }

    void aFilterLeavesSomeCodesAndClickPaintsWithOne()
    {
        auto* filter = m_fixture->window().findChild<QLineEdit*>(QString(), Qt::FindChildrenRecursively);
        for (auto* edit : m_fixture->window().findChildren<QLineEdit*>())
            if (edit->accessibleName().startsWith("Filter"))
                filter = edit;
        QTest::keyClicks(filter, "100-103");
        QCOMPARE(grid().list().codes(), (std::vector<int>{100, 101, 102, 103}));
        QTest::mouseClick(grid().viewport(), Qt::LeftButton, {}, grid().swatchRect(102).center());
        QCOMPARE(m_fixture->window().tools().code(), 102);
        QVERIFY(grid().swatchRect(99).isNull());
        filter->clear();
        QCOMPARE(grid().list().codes().size(), std::size_t{512});
    }

    void favouritesAreKeptForTheModel()
    {
        m_fixture->window().tools().setCode(7);
        grid().setFocus();
        QTest::keyClick(&grid(), Qt::Key_Asterisk);
        auto* looks = m_fixture->window().findChild<app::CodeLooks*>();
        QVERIFY(looks->favourites().contains(7));
        m_fixture.reset();
        openWindow();
        looks = m_fixture->window().findChild<app::CodeLooks*>();
        QVERIFY(looks->favourites().contains(7));
        grid().setFilter("favourite");
        QCOMPARE(grid().list().codes(), std::vector<int>{7});
        m_fixture->window().tools().setCode(7);
        QTest::keyClick(&grid(), Qt::Key_Asterisk);
        QVERIFY(grid().list().codes().empty());
    }

    void codesThatThePictureDoesNotUseArePale()
    {
        // 432 cells with the codes 0 to 431.
        grid().setLook(app::CodeLook::colours);
        auto* looks = m_fixture->window().findChild<app::CodeLooks*>();
        const auto colourOf = [this](int code) {
            return grid().viewport()->grab().toImage().pixel(grid().swatchRect(code).topLeft() + QPoint(3, 12));
        };
        QCOMPARE(colourOf(2), looks->colour(2));
        m_fixture->window().tools().setCode(511); // scrolls there
        QVERIFY(colourOf(500) != looks->colour(500));
    }

    void hoveringACodeIsolatesIt()
    {
        auto* overlays = m_fixture->window().findChild<app::Overlays*>();
        QTest::mouseMove(grid().viewport(), grid().swatchRect(3).center());
        QCOMPARE(overlays->isolated(), 3);
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(grid().viewport(), &leave);
        QCOMPARE(overlays->isolated(), -1);
    }

    void theInspectorListsTheNearestCodesAndAClickPaintsWithOne()
    {
        showDock("code");
        auto* inspector = m_fixture->window().findChild<app::CodeInspector*>();
        m_fixture->window().tools().setCode(5);
        const std::vector<core::Neighbour> nearest =
            core::nearestCodes(tinyModel()->codebook(), 5, app::CodeInspector::kNearest);
        QTableWidget& table = inspector->table();
        QCOMPARE(table.rowCount(), app::CodeInspector::kNearest);
        for (int row = 0; row < table.rowCount(); ++row)
            QCOMPARE(table.item(row, 0)->text().toInt(), nearest[static_cast<std::size_t>(row)].code);
        QCOMPARE(table.item(0, 3)->text().toInt(), nearest[0].code < 432 ? 1 : 0);
        const QRect box = table.visualItemRect(table.item(2, 0));
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, box.center());
        QCOMPARE(m_fixture->window().tools().code(), nearest[2].code);
        auto* pin = inspector->findChild<QCheckBox*>();
        pin->click();
        auto* overlays = m_fixture->window().findChild<app::Overlays*>();
        QCOMPARE(overlays->pinned(), nearest[2].code);
        pin->click();
        QCOMPARE(overlays->pinned(), -1);
    }

    void statisticsAreThoseOfTheSelectionOrThePicture()
    {
        showDock("pixels");
        auto* panel = m_fixture->window().findChild<app::PixelsPanel*>();
        panel->findChild<QComboBox*>()->setCurrentIndex(0); // the input
        QTRY_COMPARE(panel->table().rowCount(), 3);
        QTRY_VERIFY(panel->table().isEnabled());
        const auto mean = [panel](int row) { return panel->table().item(row, 2)->text(); };
        QCOMPARE(mean(0), QLocale().toString(2 * 47.5 / 255, 'f', 3));
        QCOMPARE(mean(2), QLocale().toString(128 / 255.0, 'f', 3));
        m_fixture->document()->select(core::brushAt({2, 3}, 1, core::BrushShape::square, m_fixture->document()->grid()),
                                      "Select");
        QTRY_COMPARE(mean(0), QLocale().toString(2 * 13.5 / 255, 'f', 3)); // columns 12 to 15
        QCOMPARE(mean(1), QLocale().toString(3 * 9.5 / 255, 'f', 3));      // rows 8 to 11
    }
};

QTEST_MAIN(TestWindowSeeing)
#include "test_window_seeing.moc"
