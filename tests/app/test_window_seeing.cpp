// SPDX-License-Identifier: GPL-3.0-or-later
// Looking, in the real window: panes, their sources, comparing, layouts and overlays by their keys, and what is
// remembered of them.
#include "app/overlays/overlays.h"
#include "app/panels/pixels_panel.h"
#include "app/panes/other_documents.h"
#include "app/panes/pane_header.h"
#include "app/panes/pane_images.h"
#include "app/tools/tool_state.h"
#include "tests/app/seeing_window.h"

#include <QCheckBox>
#include <QComboBox>
#include <QMenu>
#include <QTableWidget>
#include <QToolButton>

#include <tuple>

using namespace tessera;
using namespace tessera::tests;
using app::Compare;
using app::PaneSource;
using app::PaneView;

class TestWindowSeeing : public QObject, private SeeingWindow {
    Q_OBJECT

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }
    void init() { startAnew(); }
    void cleanup() { m_fixture.reset(); }

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
