// SPDX-License-Identifier: GPL-3.0-or-later
// The Atlas dock: the codebook as a map, by real mouse and keys, beside the codebook dock and the panes.
#include "app/codes/code_looks.h"
#include "app/documents/shown_picture.h"
#include "app/overlays/overlays.h"
#include "app/panels/atlas_panel.h"
#include "app/panels/atlas_view.h"
#include "app/panels/code_grid.h"
#include "app/panels/occurrence_view.h"
#include "app/pictures/picture_files.h"
#include "app/tools/tool_state.h"
#include "core/analysis/neighbours.h"
#include "core/analysis/usage.h"
#include "tests/app/made_document.h"
#include "tests/app/panel_fixture.h"

#include <QComboBox>
#include <QLayout>
#include <QScrollBar>
#include <QWheelEvent>

#include <cmath>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;

class TestAtlasPanel : public QObject {
    Q_OBJECT

    std::unique_ptr<Desk> m_desk;
    std::shared_ptr<Gate> m_gate;
    std::unique_ptr<PanelFixture> m_fixture;

    app::AtlasPanel& panel() { return m_fixture->panel<app::AtlasPanel>(); }
    app::AtlasView& view() { return panel().view(); }
    app::Document& document() { return *m_fixture->document(); }
    app::ToolState& tools() { return m_fixture->window().tools(); }
    app::Overlays& overlays() { return *m_fixture->window().findChild<app::Overlays*>(); }
    const app::CodeAtlas& atlas() { return *panel().maker().atlas(); }
    bool isLaidOut() { return panel().maker().atlas() && !atlas().layout(app::AtlasKind::neighbours).empty(); }
    void open()
    {
        m_fixture->openPlain(*m_desk, {67, 46}); // 12 x 17 cells with the codes 0 to 203
        m_fixture->showDock();
        QTRY_VERIFY_WITH_TIMEOUT(isLaidOut(), kPatienceMs);
        QTRY_VERIFY(view().isVisible());
    }
    /// Where a click hits this code and no other: many lie close together.
    QPoint clear(int code)
    {
        const QPoint place = view().placeOf(code).toPoint();
        return view().codeAt(place) == code ? place : QPoint(-1, -1);
    }
    int aClearCode(int from)
    {
        for (int code = from; code < 512; ++code)
            if (clear(code) != QPoint(-1, -1))
                return code;
        return -1;
    }
    void press(QPoint place) { QTest::mouseClick(&view(), Qt::LeftButton, {}, place); }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }
    void init()
    {
        m_gate = std::make_shared<Gate>();
        m_fixture = std::make_unique<PanelFixture>(QStringLiteral("atlas"), Qt::CTRL | Qt::Key_F7, m_gate);
    }
    void cleanup() { m_fixture.reset(); }

    void nothingIsLaidOutWhileNobodyLooks()
    {
        m_fixture->openPlain(*m_desk, {67, 46});
        QTest::qWait(50);
        QVERIFY(!panel().maker().atlas() && !panel().maker().isRunning());
        m_fixture->showDock();
        QTRY_VERIFY_WITH_TIMEOUT(isLaidOut(), kPatienceMs);
        const core::Weight& codebook = tinyModel()->codebook();
        QVERIFY(atlas().layout(app::AtlasKind::principal) == core::principalLayout(codebook));
        QVERIFY(atlas().layout(app::AtlasKind::neighbours) == core::neighbourLayout(codebook));
        QVERIFY(atlas().distances == core::nearestDistances(codebook));
    }

    void noDockOfFiguresIsCutOffAtItsLeastWidth()
    {
        const auto panels = m_fixture->window().findChildren<app::AnalysisPanel*>();
        QVERIFY(panels.size() >= 6);
        for (app::AnalysisPanel* panel : panels) {
            const int least = panel->minimumWidth() - panel->verticalScrollBar()->sizeHint().width();
            for (QWidget* part : panel->widget()->findChildren<QWidget*>(Qt::FindDirectChildrenOnly))
                part->setVisible(true); // as if all of it had something to say
            panel->widget()->layout()->activate();
            const int wanted = panel->widget()->minimumSizeHint().width();
            QVERIFY2(wanted <= least,
                     qPrintable(QString("%1: %2 > %3").arg(panel->metaObject()->className()).arg(wanted).arg(least)));
        }
    }

    void itSaysHowManyCodesThePictureUsesAndWhatTheMapIsWorth()
    {
        open();
        const double kept = core::neighboursKept(tinyModel()->codebook(), core::neighbourLayout(tinyModel()->codebook()), 10);
        QCOMPARE(panel().sentence(),
                 QString("This picture uses 204 of 512 codes; of each code's 10 nearest, %1 % are near it on this map, too.")
                     .arg(std::lround(100 * kept)));
        QVERIFY(m_fixture->texts().contains("Euclidean"));
        document().edit(oneCell(document(), 0, 0, 300), QStringLiteral("edit"));
        document().edit(oneCell(document(), 0, 1, 300), QStringLiteral("edit"));
        QTRY_VERIFY(panel().sentence().contains("uses 203 of 512"));
    }

    void theLayoutCanBeChosen()
    {
        open();
        const QPointF before = view().placeOf(7);
        QComboBox& kind = m_fixture->control<QComboBox>("Layout");
        kind.setFocus();
        QTest::keyClick(&kind, Qt::Key_Down);
        QVERIFY(view().placeOf(7) != before);
        const double kept = core::neighboursKept(tinyModel()->codebook(), core::principalLayout(tinyModel()->codebook()), 10);
        QVERIFY(panel().sentence().contains(QString("nearest, %1 %").arg(std::lround(100 * kept))));
    }

    void aClickTakesTheCodeAndIsolatesItsCells()
    {
        open();
        const int code = aClearCode(60);
        press(clear(code));
        QCOMPARE(tools().code(), code);
        QCOMPARE(overlays().pinned(), code);
        const core::Neighbour nearest = core::nearestCodes(tinyModel()->codebook(), code, 1).front();
        QVERIFY2(m_fixture->texts().contains(
                     QString("Its nearest code, %1, is %2 away").arg(nearest.code).arg(QLocale().toString(nearest.distance, 'g', 3))),
                 qPrintable(m_fixture->texts()));
        press(clear(code)); // again: all are seen
        QCOMPARE(overlays().pinned(), -1);
        QCOMPARE(tools().code(), code);
    }

    void whatIsUnderTheMouseIsMarkedEverywhere()
    {
        open();
        const int code = aClearCode(60);
        QTest::mouseMove(&view(), clear(code));
        QCOMPARE(overlays().isolated(), code);
        QCOMPARE(view().isolated(), code);
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(&view(), &leave);
        QCOMPARE(overlays().isolated(), -1);
        // And the other way round: in a pane, and in the codebook dock.
        QTest::mouseMove(&m_fixture->pane(PaneSource::codes), m_fixture->at(PaneSource::codes, 3, 5));
        QTRY_COMPARE(view().pointed(), 3 * 17 + 5);
        auto* grid = m_fixture->window().findChild<app::CodeGrid*>();
        emit grid->hovered(77);
        QCOMPARE(view().isolated(), 77);
        tools().setCode(88); // as a click there does
        QVERIFY(m_fixture->texts().contains("Code 88, in 1"));
    }

    void arrowKeysGoToTheNextCodeInTheirDirection()
    {
        open();
        tools().setCode(100);
        const QPointF from = view().placeOf(100);
        view().setFocus();
        QTest::keyClick(&view(), Qt::Key_Right);
        QVERIFY(tools().code() != 100);
        QVERIFY(view().placeOf(tools().code()).x() > from.x());
        const int before = tools().code();
        QTest::keyClick(&view(), Qt::Key_Up);
        QVERIFY(view().placeOf(tools().code()).y() < view().placeOf(before).y());
    }

    void theWheelMagnifiesWhatIsUnderTheMouseAndADragMovesIt()
    {
        open();
        const int code = aClearCode(60);
        const QPointF place = view().placeOf(code);
        QWheelEvent wheel(place, view().mapToGlobal(place), {}, {0, 240}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&view(), &wheel);
        QVERIFY((view().placeOf(code) - place).manhattanLength() < 1e-6);
        const int other = code == 0 ? 1 : 0;
        const QPointF before = view().placeOf(other);
        QTest::mousePress(&view(), Qt::LeftButton, {}, QPoint(40, 40));
        QTest::mouseMove(&view(), QPoint(90, 60));
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, QPoint(90, 60));
        QVERIFY((view().placeOf(other) - before - QPointF(50, 20)).manhattanLength() < 1e-6);
        QCOMPARE(overlays().pinned(), -1); // a drag is no click
        QTest::mouseDClick(&view(), Qt::LeftButton, {}, QPoint(3, 3));
        QVERIFY((view().placeOf(code) - place).manhattanLength() < 1e-6);
    }

    void theNearestDistancesAreColours()
    {
        open();
        QComboBox& colours = m_fixture->control<QComboBox>("Colours");
        const QImage swatches = view().grab().toImage();
        colours.setFocus();
        QTest::keyClick(&colours, Qt::Key_Down);
        QVERIFY(view().grab().toImage() != swatches);
        const std::vector<double> distances = core::nearestDistances(tinyModel()->codebook());
        QCOMPARE(view().distanceRange(), *std::ranges::max_element(distances));
    }

    void examplesAreCutOutOfTheOpenPicture()
    {
        m_fixture->openFile(samplePath(QStringLiteral("chelsea.jpg")));
        m_fixture->showDock();
        QTRY_VERIFY_WITH_TIMEOUT(isLaidOut(), kPatienceMs);
        tools().setCode(37);
        app::OccurrenceView& shown = panel().occurrences();
        const std::vector<core::Cell> cells = core::occurrences(document().codes(), 37, app::AtlasPanel::kExamples);
        QCOMPARE(cells.size(), std::size_t{10});
        QVERIFY(shown.cells() == cells);
        const core::Cell inside = cells[4];
        QVERIFY(inside.row > 2 && inside.col > 2);
        QCOMPARE(shown.crop(4), app::toImage(app::cut(*document().seen(), QRect((inside.col - 2) * 4, (inside.row - 2) * 4, 20, 20))));
        panel().ensureWidgetVisible(&shown);
        QTest::mouseClick(&shown, Qt::LeftButton, {}, shown.rectOf(4).center());
        QCOMPARE(m_fixture->window().canvas().cursorCell(), std::optional(inside));
        QTest::keyClick(&shown, Qt::Key_Right);
        QCOMPARE(m_fixture->window().canvas().cursorCell(), std::optional(cells[5]));
    }

    void anotherModelHasAnotherMap()
    {
        open();
        m_fixture->session().openModel(QStringLiteral(TESSERA_SOURCE_DIR "/resources/models/photo-f4-512"));
        QTRY_VERIFY_WITH_TIMEOUT(isLaidOut() && atlas().model != tinyModel() && atlas().model == document().model(), kPatienceMs);
        QTRY_VERIFY(panel().sentence().startsWith("This picture uses"));
        QVERIFY(!panel().grab().isNull());
    }

    void whoLooksAwayEndsTheLayout()
    {
        m_fixture->openPlain(*m_desk, {67, 46});
        m_fixture->showDock();
        m_fixture->coverDock();
        QTRY_VERIFY(!panel().maker().isRunning());
        m_fixture->dock().raise();
        QTRY_VERIFY_WITH_TIMEOUT(isLaidOut(), kPatienceMs);
    }
};

QTEST_MAIN(TestAtlasPanel)
#include "test_atlas_panel.moc"
