// SPDX-License-Identifier: GPL-3.0-or-later
// The Quality dock, its maps and the report behind them, on a device without arithmetic: its decoder of latents draws
// grey 128, and codes are drawn as fakeDecode() says.
#include "app/analysis/error_meter.h"
#include "app/canvas/viewport.h"
#include "app/files/settings.h"
#include "app/overlays/overlays.h"
#include "app/panels/quality_panel.h"
#include "app/panels/quality_table.h"
#include "core/error.h"
#include "tests/app/made_document.h"
#include "tests/app/window_fixture.h"

#include <QComboBox>
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QLayout>
#include <QScrollBar>

#include <cmath>
#include <limits>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;

namespace {

constexpr int kInput = 130; ///< 2 from what the fake decoder of latents draws

QString text(double value, int decimals)
{
    return QLocale().toString(value, 'f', decimals);
}

QString figure(app::QualityTable& table, int subject, int measure)
{
    const QTableWidgetItem* item = table.item(measure, subject);
    return item ? item->text() : QString();
}

/// Mean squared error of a decode of `codes` against flat kInput, of the pixels of the cells inside `cells`.
double squaredError(const core::IndexMap& codes, const core::CellRect& cells, int width, int height)
{
    double sum = 0;
    int values = 0;
    for (int y = cells.top * 4; y < std::min(height, (cells.top + cells.rows) * 4); ++y)
        for (int x = cells.left * 4; x < std::min(width, (cells.left + cells.cols) * 4); ++x)
            for (int c = 0; c < 3; ++c, ++values) {
                const float made = static_cast<float>(codes.at(y / 4, x / 4) * (c + 3) % 241) / 120.0F - 1.0F;
                sum += std::pow(core::toByte(made * 0.5F + 0.5F) - kInput, 2);
            }
    return sum / values;
}

std::shared_ptr<const core::Picture> flat(int width, int height, float value)
{
    auto picture = std::make_shared<core::Picture>(width, height, 3);
    std::ranges::fill(picture->values, value);
    return picture;
}

app::ErrorSources flatSources(float original, float made, float unquantized)
{
    app::ErrorSources sources{flat(10, 7, original), flat(12, 8, original), flat(12, 8, made), flat(12, 8, unquantized)};
    sources.how = core::planFit(10, 7, 4, core::Fit::pad);
    sources.model = tinyModel();
    return sources;
}

} // namespace

class TestQualityPanel : public QObject {
    Q_OBJECT

    std::unique_ptr<Desk> m_desk;
    std::shared_ptr<Gate> m_gate;
    std::unique_ptr<WindowFixture> m_fixture;

    app::QualityPanel& panel() { return *m_fixture->window().findChild<app::QualityPanel*>(); }
    app::Document& document() { return *m_fixture->document(); }
    app::Overlays& overlays() { return *m_fixture->window().findChild<app::Overlays*>(); }
    app::ErrorMeter& meter() { return *m_fixture->window().findChild<app::ErrorMeter*>(); }
    void pressKeyOfTheDock() { QTest::keyClick(&m_fixture->window(), Qt::Key_F7, Qt::ShiftModifier); }
    void openPicture()
    {
        QImage image(93, 70, QImage::Format_RGB32); // padded to 96 x 72
        image.fill(qRgb(kInput, kInput, kInput));
        const QString path = m_desk->file("flat.png");
        QVERIFY(image.save(path));
        m_fixture->drop({path});
        QTRY_VERIFY(m_fixture->isExact());
    }
    void paintACell(int row, int col, int code)
    {
        document().edit(oneCell(document(), row, col, code), "Paint");
    }
    QString wholeSentence()
    {
        const double whole = squaredError(document().codes(), document().grid(), 93, 70);
        const long share = std::lround(100 * (whole - 4) / whole);
        return QStringLiteral("%1 % is the autoencoder's and %2 % comes from quantization").arg(100 - share).arg(share);
    }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }
    void init()
    {
        app::openSettings().clear();
        m_gate = std::make_shared<Gate>();
        m_fixture = std::make_unique<WindowFixture>(fakeDevices(m_gate));
        m_fixture->window().start({.model = QStringLiteral(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model")});
        QTRY_VERIFY(m_fixture->session().model().model);
        QVERIFY(QTest::qWaitForWindowActive(&m_fixture->window()));
    }
    void cleanup()
    {
        if (m_fixture->document())
            document().undoStack().setClean();
        m_fixture.reset();
    }

    void withoutAPictureItSaysWhatItIsFor()
    {
        pressKeyOfTheDock();
        QTRY_VERIFY(panel().isVisible());
        QVERIFY(panel().sentence().contains("When a picture is open"));
        QVERIFY(!panel().pictureTable().isVisible());
    }

    void itMeasuresThePictureOnceSomebodyLooks()
    {
        openPicture();
        QVERIFY(!meter().report());
        pressKeyOfTheDock();
        QTRY_VERIFY(panel().pictureTable().isVisible());
        app::QualityTable& table = panel().pictureTable();
        QVERIFY(table.isEnabled());
        const double whole = squaredError(document().codes(), document().grid(), 93, 70);
        QCOMPARE(figure(table, 0, 0), text(whole, 2));
        QCOMPARE(figure(table, 0, 2), text(10 * std::log10(255 * 255 / whole), 2));
        QCOMPARE(figure(table, 1, 0), text(4, 2));
        QCOMPARE(figure(table, 1, 1), text(2, 2));
        QCOMPARE(figure(table, 1, 2), text(10 * std::log10(255 * 255 / 4.0), 2));
        const double contrast = (2.0 * 130 * 128 + 6.5025) / (130.0 * 130 + 128.0 * 128 + 6.5025);
        QCOMPARE(figure(table, 1, 3), text(contrast, 4)); // of flat pictures all that SSIM sees is the lightness
        QVERIFY2(panel().sentence().contains(wholeSentence()), qPrintable(panel().sentence()));
        QVERIFY(!panel().sentence().contains("edits"));
        QVERIFY(!panel().selectionTable().isVisible());
        QString labels;
        for (const QLabel* label : panel().findChildren<QLabel*>())
            labels += label->text();
        QVERIFY(labels.contains(QLocale().toString(6510) + " pixels"));
        for (const char* fact : {"padding is cut off", "data range 255", "sigma 1.5", "halves to even"})
            QVERIFY2(labels.contains(QLatin1String(fact)), fact);
    }

    void figuresOfAnyLengthCanBeRead()
    {
        pressKeyOfTheDock();
        QTRY_VERIFY(panel().isVisible());
        app::QualityTable table("figures", {{"Reconstruction", {}}, {"Unquantized", {}}}, panel().widget());
        const double infinity = std::numeric_limits<double>::infinity();
        table.setFigures(0, {.pixels = 1, .mse = 13045.31, .mae = 255, .psnr = 6.98, .ssim = -0.1234});
        table.setFigures(1, {.pixels = 1, .mse = 65025, .mae = 101.25, .psnr = infinity});
        QCOMPARE(figure(table, 0, 0), text(13045.31, 2));
        QCOMPARE(figure(table, 1, 1), text(101.25, 2));
        QCOMPARE(figure(table, 1, 2), QString::fromUtf8("∞"));
        const QMargins margins = panel().widget()->layout()->contentsMargins();
        table.resize(panel().minimumWidth() - panel().verticalScrollBar()->sizeHint().width() - margins.left()
                         - margins.right(),
                     table.height());
        table.show();
        for (int row = 0; row < table.rowCount(); ++row)
            for (int column = 0; column < table.columnCount(); ++column)
                QVERIFY2(table.itemDelegate()->sizeHint({}, table.model()->index(row, column)).width()
                             <= table.columnWidth(column),
                         qPrintable(table.item(row, column)->text()));
        for (int column = 0; column < table.columnCount(); ++column)
            QVERIFY(table.horizontalHeader()->sectionSizeHint(column) <= table.columnWidth(column));
    }

    void selectedCellsHaveFiguresOfTheirOwn()
    {
        openPicture();
        pressKeyOfTheDock();
        QTRY_VERIFY(panel().pictureTable().isVisible());
        m_fixture->trigger("tool-select");
        m_fixture->drag(PaneSource::codes, {{2, 3}, {4, 6}});
        QCOMPARE(document().selection().bounds, (core::CellRect{2, 3, 3, 4}));
        QTRY_VERIFY(panel().selectionTable().isVisible() && panel().selectionTable().isEnabled());
        QCOMPARE(figure(panel().selectionTable(), 0, 0), text(squaredError(document().codes(), {2, 3, 3, 4}, 93, 70), 2));
        QCOMPARE(figure(panel().selectionTable(), 1, 0), text(4, 2));
        m_fixture->trigger("select-none");
        QTRY_VERIFY(!panel().selectionTable().isVisible());
        QTRY_VERIFY(panel().pictureTable().isEnabled());
    }

    void anEditIsMeasuredWhenItsExactPictureIsThere()
    {
        openPicture();
        pressKeyOfTheDock();
        QTRY_VERIFY(panel().pictureTable().isVisible());
        m_gate->close();
        paintACell(2, 2, 411);
        QTRY_VERIFY(!panel().pictureTable().isEnabled()); // older figures are grey
        QVERIFY(!meter().isCurrent());
        m_gate->open();
        QTRY_VERIFY(panel().pictureTable().isEnabled());
        QCOMPARE(figure(panel().pictureTable(), 0, 0),
                 text(squaredError(document().codes(), document().grid(), 93, 70), 2));
        QVERIFY2(panel().sentence().contains("from quantization and edits"), qPrintable(panel().sentence()));
    }

    void errorsAreMapsOverTheCells()
    {
        openPicture();
        pressKeyOfTheDock();
        QTRY_VERIFY(panel().pictureTable().isVisible());
        auto* map = panel().findChild<QComboBox*>();
        map->setFocus();
        QTest::keyClick(map, Qt::Key_Down);
        QCOMPARE(overlays().choice().map, app::Overlays::Map::autoencoder);
        QCOMPARE(overlays().mapImage().size(), QSize(24, 18));
        QCOMPARE(overlays().mapRange(), 4.0);
        QTest::keyClick(map, Qt::Key_Down);
        QCOMPARE(overlays().choice().map, app::Overlays::Map::quantization);
        QVERIFY(overlays().mapRange() > 4);
        QTest::keyClick(map, Qt::Key_Down);
        QCOMPARE(overlays().choice().map, app::Overlays::Map::ssim);
        QTRY_COMPARE(overlays().mapImage().size(), QSize(24, 18)); // computed only when it is asked for
        const app::ErrorReport& report = *meter().report();
        const auto at = static_cast<std::size_t>(5 * 24 + 7); // flat pictures: all pixels of a cell are as wrong
        double squares = 0, magnitudes = 0;
        for (int c = 0; c < 3; ++c) {
            const float made = static_cast<float>(document().codes().at(5, 7) * (c + 3) % 241) / 120.0F - 1.0F;
            const double difference = core::toByte(made * 0.5F + 0.5F) - kInput;
            squares += difference * difference / 3;
            magnitudes += std::abs(difference) / 3;
        }
        QTest::keyClick(map, Qt::Key_Down);
        QCOMPARE(overlays().choice().map, app::Overlays::Map::squared);
        QCOMPARE(overlays().mapImage().size(), QSize(24, 18));
        QVERIFY(std::abs(report.squared[at] - squares) < 1e-3 * squares);
        QTest::keyClick(map, Qt::Key_Down);
        QCOMPARE(overlays().choice().map, app::Overlays::Map::absolute);
        QCOMPARE(overlays().mapImage().size(), QSize(24, 18));
        QVERIFY(std::abs(report.absolute[at] - magnitudes) < 1e-4 * magnitudes);
        m_fixture->trigger("map-distance");
        QCOMPARE(map->currentIndex(), -1); // a map of another panel
        m_fixture->trigger("map-none");
        QCOMPARE(map->currentIndex(), 0);
    }

    void errorsOfEachPixelAreMapsToo()
    {
        openPicture();
        pressKeyOfTheDock();
        QTRY_VERIFY(panel().pictureTable().isVisible());
        QVERIFY(meter().report()->autoencoderPixels.image.isNull()); // as large as the picture: only where they are asked for
        auto* map = panel().findChild<QComboBox*>();
        map->setFocus();
        map->setCurrentIndex(map->findText("Autoencoder, per pixel"));
        QCOMPARE(overlays().choice().map, app::Overlays::Map::autoencoderPixels);
        QTRY_COMPARE(overlays().mapImage().size(), QSize(93, 70)); // without padding
        QCOMPARE(overlays().mapRange(), 4.0);
        QTest::keyClick(map, Qt::Key_Down);
        QCOMPARE(overlays().choice().map, app::Overlays::Map::quantizationPixels);
        QCOMPARE(overlays().mapImage().size(), QSize(93, 70));
        const app::ErrorReport& report = *meter().report();
        const double cell = report.quantization[5 * 24 + 7];
        const core::Rgb colour = core::mapColour(core::ColourMap::diverging, 0.5 + 0.5 * cell / overlays().mapRange());
        for (int y = 20; y < 24; ++y) // flat pictures: all pixels of a cell are as wrong
            for (int x = 28; x < 32; ++x)
                QCOMPARE(overlays().mapImage().pixel(x, y), qRgb(colour[0], colour[1], colour[2]));
        // The worker has coloured it: what is shown is its very image.
        QCOMPARE(overlays().mapImage().cacheKey(), report.quantizationPixels.image.cacheKey());
        // It lies where its pixels are: in the pane of the codes one pixel's colour is that of the map.
        app::Overlays::Choice choice = overlays().choice();
        choice.mapOpacity = 1;
        overlays().setChoice(choice);
        app::PaneView& pane = m_fixture->pane(PaneSource::reconstruction);
        m_fixture->window().canvas().viewport().setZoom(8);
        const QPoint at = m_fixture->window().canvas().viewport().toWidget({45.5, 33.5}, pane.size()).toPoint();
        QCOMPARE(pane.grab().toImage().pixel(at), overlays().mapImage().pixel(45, 33));
    }

    void whereQuantizationHelpedTheMapIsBlue()
    {
        const std::vector<float> values{-4, 0, 2, 4};
        const app::ColouredMap map = app::coloured({2, 2, values}, core::ColourMap::diverging);
        QCOMPARE(map.range, 4.0);
        const auto pixel = [](double part) {
            const core::Rgb colour = core::mapColour(core::ColourMap::diverging, part);
            return qRgb(colour[0], colour[1], colour[2]);
        };
        QCOMPARE(map.image.pixel(0, 0), pixel(0));
        QCOMPARE(map.image.pixel(1, 0), pixel(0.5));
        QCOMPARE(map.image.pixel(0, 1), pixel(0.75));
        QVERIFY(qBlue(pixel(0)) > qRed(pixel(0)) && qRed(pixel(1)) > qBlue(pixel(1)));
        openPicture();
        m_fixture->trigger("map-quantization");
        QTRY_COMPARE(overlays().mapImage().size(), QSize(24, 18));
        QCOMPARE(overlays().mapColours(), core::ColourMap::diverging);
    }

    void aMapNeedsNoDock()
    {
        openPicture();
        m_fixture->trigger("map-quantization");
        QTRY_COMPARE(overlays().mapImage().size(), QSize(24, 18));
        QVERIFY(!panel().isVisible());
    }

    void whatCannotBeMeasuredIsSaid()
    {
        openPicture();
        m_gate->next([](const core::Progress&) { throw core::Error("the device is gone"); });
        pressKeyOfTheDock();
        QTRY_VERIFY2(panel().sentence().contains("the device is gone"), qPrintable(panel().sentence()));
        QVERIFY(!panel().pictureTable().isVisible());
    }

    void anotherPictureTakesTheFiguresAway()
    {
        openPicture();
        pressKeyOfTheDock();
        QTRY_VERIFY(panel().pictureTable().isVisible());
        m_fixture->session().setCurrent(nullptr);
        QTRY_VERIFY(!panel().pictureTable().isVisible());
        QVERIFY(panel().sentence().contains("When a picture is open"));
    }

    void equalPicturesHaveNoErrorToShare()
    {
        const app::ErrorReport report = errorReport(flatSources(0.5F, 0.5F, 0.5F));
        QCOMPARE(report.picture.reconstruction.mse, 0.0);
        QVERIFY(std::isinf(report.picture.reconstruction.psnr));
        QCOMPARE(report.picture.reconstruction.ssim, 1.0);
        QCOMPARE(report.picture.quantizationShare(), 0.0);
        app::QualityTable table(QStringLiteral("figures"), {{"Reconstruction", {}}});
        table.setFigures(0, report.picture.reconstruction);
        QCOMPARE(figure(table, 0, 2), QStringLiteral("∞"));
    }

    void codesCanDrawAPictureBetterThanLatents()
    {
        const app::ErrorReport report = errorReport(flatSources(0, 10 / 255.0F, 20 / 255.0F));
        QCOMPARE(report.picture.quantizationShare(), -3.0);
        QCOMPARE(report.quantization.front(), -300.0F);
    }

    void aSelectionOfAResizedPictureIsMeasuredInModelSize()
    {
        app::ErrorSources sources = flatSources(0, 10 / 255.0F, 0);
        sources.how = core::planFit(10, 7, 4, core::Fit::resize);
        sources.how.modelWidth = 12;
        sources.how.modelHeight = 8;
        sources.selection = core::brushAt({1, 2}, 1, core::BrushShape::square, {0, 0, 2, 3});
        const app::ErrorReport report = errorReport(sources);
        QVERIFY(report.isResized);
        QCOMPARE(report.picture.reconstruction.pixels, 70);
        QCOMPARE(report.selection->reconstruction.pixels, 16);
        QCOMPARE(report.selection->reconstruction.mse, 100.0);
    }

    void theSsimMapIsTheMeanOverEachCell()
    {
        app::ErrorSources sources = flatSources(100 / 255.0F, 90 / 255.0F, 0);
        QVERIFY(errorReport(sources).ssimLoss.empty());
        sources.withSsimMap = true;
        const app::ErrorReport report = errorReport(sources);
        QCOMPARE(report.ssimLoss.size(), std::size_t{6});
        const double ssim = (2.0 * 100 * 90 + 6.5025) / (100.0 * 100 + 90.0 * 90 + 6.5025);
        for (const float loss : report.ssimLoss)
            QVERIFY(std::abs(static_cast<double>(loss) - (1 - ssim)) < 1e-5); // floats
    }

    void aStopIsHeard()
    {
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_EXCEPTION_THROWN(errorReport(flatSources(0, 1, 1), {stop.get_token(), {}}), core::Cancelled);
    }
};

QTEST_MAIN(TestQualityPanel)
#include "test_quality_panel.moc"
