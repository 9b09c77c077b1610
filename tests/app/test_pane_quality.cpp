// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of what the active pane compares, in the Quality dock: any two pictures, of any open documents.
#include "app/analysis/error_meter.h"
#include "app/analysis/pair_meter.h"
#include "app/panels/pane_quality.h"
#include "app/panels/quality_panel.h"
#include "app/panels/quality_table.h"
#include "app/panes/other_documents.h"
#include "app/panes/pane_set.h"
#include "core/error.h"
#include "tests/app/made_document.h"
#include "tests/app/panel_fixture.h"

#include <cmath>

using namespace tessera;
using namespace tessera::tests;
using app::Compare;
using app::PaneSource;

class TestPaneQuality : public QObject {
    Q_OBJECT

    std::unique_ptr<Desk> m_desk;
    std::shared_ptr<Gate> m_gate;
    std::unique_ptr<PanelFixture> m_fixture;

    app::QualityPanel& panel() { return m_fixture->panel<app::QualityPanel>(); }
    app::PaneQuality& quality() { return panel().pane(); }
    app::Canvas& canvas() { return m_fixture->window().canvas(); }
    QString figure(app::QualityTable& table, int subject, int measure)
    {
        const QTableWidgetItem* item = table.item(measure, subject);
        return item ? item->text() : QString();
    }
    bool isMeasured() { return quality().isVisible() && quality().table().isVisible() && quality().isEnabled(); }
    /// The pane of the reconstruction becomes the active one and compares with `second`.
    void compareWith(const app::SourceRef& second, Compare how = Compare::difference)
    {
        app::PaneView& pane = m_fixture->pane(PaneSource::reconstruction);
        canvas().paneSet().setActive(pane);
        app::PaneSetup setup = pane.setup();
        setup.second = second;
        setup.compare = how;
        pane.setSetup(setup);
    }
    quint64 numberOf(const QString& path)
    {
        for (const app::OtherDocuments::Candidate& candidate : canvas().others().candidates())
            if (candidate.document && candidate.document->path() == path)
                return candidate.number;
        return 0;
    }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }
    void init()
    {
        m_gate = std::make_shared<Gate>();
        m_fixture = std::make_unique<PanelFixture>(QStringLiteral("quality"), Qt::SHIFT | Qt::Key_F7, m_gate);
    }
    void cleanup() { m_fixture.reset(); }

    void aPaneThatComparesNothingHasNoFigures()
    {
        m_fixture->openPlain(*m_desk, {67, 46});
        m_fixture->showDock();
        QTRY_VERIFY(panel().pictureTable().isVisible());
        QVERIFY(!quality().isVisible() && quality().sentence().isEmpty());
    }

    void inputAndReconstructionHaveTheFiguresOfTheReport()
    {
        m_fixture->openPlain(*m_desk, {67, 46}); // padded to 68 x 48
        m_fixture->showDock();
        compareWith({PaneSource::input}, Compare::wipe);
        QTRY_VERIFY(isMeasured() && panel().pictureTable().isEnabled());
        for (int measure = 0; measure < 4; ++measure)
            QCOMPARE(figure(quality().table(), 0, measure), figure(panel().pictureTable(), 0, measure));
        QVERIFY(quality().table().isColumnHidden(1));
        QVERIFY2(quality().sentence().contains("Reconstruction and Input, " + QLocale().toString(67 * 46) + " pixels"),
                 qPrintable(quality().sentence()));
        m_fixture->trigger("tool-select");
        m_fixture->drag(PaneSource::codes, {{2, 3}, {4, 6}});
        QVERIFY(!quality().isVisible()); // the pane of the codes is the active one now
        compareWith({PaneSource::input}, Compare::wipe);
        QTRY_VERIFY(isMeasured() && !quality().table().isColumnHidden(1) && panel().selectionTable().isEnabled());
        for (int measure = 0; measure < 4; ++measure)
            QCOMPARE(figure(quality().table(), 1, measure), figure(panel().selectionTable(), 0, measure));
        compareWith({PaneSource::input}, Compare::off);
        QTRY_VERIFY(!quality().isVisible());
    }

    void anEditMakesThemGreyUntilItsExactPictureIsThere()
    {
        m_fixture->openPlain(*m_desk, {67, 46});
        m_fixture->showDock();
        compareWith({PaneSource::input});
        QTRY_VERIFY(isMeasured());
        const QString before = figure(quality().table(), 0, 0);
        m_gate->close();
        m_fixture->document()->edit(oneCell(*m_fixture->document(), 2, 2, 411), QStringLiteral("edit"));
        QTRY_VERIFY(!quality().isEnabled());
        QCOMPARE(figure(quality().table(), 0, 0), before);
        m_gate->open();
        QTRY_VERIFY(isMeasured());
        QVERIFY(figure(quality().table(), 0, 0) != before);
    }

    void picturesOfOtherDocumentsAreMeasuredToo()
    {
        m_fixture->openPlain(*m_desk, {40, 32}, {10, 20, 30});
        const QString other = m_fixture->document()->path();
        m_fixture->openPlain(*m_desk, {64, 32}, {10, 20, 30});
        const QString wide = m_fixture->document()->path();
        const QString path = m_desk->file(QStringLiteral("second.png"));
        QImage image(40, 32, QImage::Format_RGB32);
        image.fill(QColor(13, 20, 30)); // 3 from the other in one channel of three
        QVERIFY(image.save(path));
        m_fixture->openFile(path);
        m_fixture->showDock();
        app::PaneView& pane = m_fixture->pane(PaneSource::input);
        canvas().paneSet().setActive(pane);
        pane.setSetup({{PaneSource::input}, {PaneSource::input, numberOf(other)}, Compare::difference});
        QTRY_VERIFY(isMeasured());
        QCOMPARE(figure(quality().table(), 0, 0), QLocale().toString(3.0, 'f', 2));
        QCOMPARE(figure(quality().table(), 0, 1), QLocale().toString(1.0, 'f', 2));
        QCOMPARE(figure(quality().table(), 0, 2), QLocale().toString(10 * std::log10(255 * 255 / 3.0), 'f', 2));
        pane.setSetup({{PaneSource::input}, {PaneSource::input, numberOf(wide)}, Compare::difference});
        QTRY_VERIFY2(quality().sentence().contains("only pictures of one size"), qPrintable(quality().sentence()));
        QVERIFY(!quality().table().isVisible());
        QVERIFY2(quality().sentence().contains("plain64x32.png"), qPrintable(quality().sentence()));
    }

    void nothingIsMeasuredWhileNobodyLooks()
    {
        m_fixture->openPlain(*m_desk, {67, 46});
        compareWith({PaneSource::input});
        QVERIFY(quality().sentence().isEmpty());
        m_fixture->showDock();
        QTRY_VERIFY(isMeasured());
    }

    void aSelectionOfAResizedPictureIsMeasuredInModelSize()
    {
        const auto flat = [](int width, int height, float value) {
            auto picture = std::make_shared<core::Picture>(width, height, 3);
            std::ranges::fill(picture->values, value);
            return picture;
        };
        const core::Preparation how = core::planFit(10, 7, 4, core::Fit::resize);
        const app::PairSide input{flat(how.modelWidth, how.modelHeight, 0), flat(10, 7, 0), how, tinyModel()};
        const app::PairSide made{flat(how.modelWidth, how.modelHeight, 10 / 255.0F), nullptr, how, tinyModel()};
        const app::PairSources sources{input, made, core::brushAt({0, 1}, 1, core::BrushShape::square, {0, 0, 2, 2}), 4};
        const app::PairFigures figures = app::pairFigures(sources);
        QCOMPARE(figures.picture.pixels, std::int64_t{70});
        QCOMPARE(figures.picture.mse, 100.0);
        QCOMPARE(figures.selection->pixels, std::int64_t{16});
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_EXCEPTION_THROWN(app::pairFigures(sources, {stop.get_token(), {}}), core::Cancelled);
    }
};

QTEST_MAIN(TestPaneQuality)
#include "test_pane_quality.moc"
