// SPDX-License-Identifier: GPL-3.0-or-later
// What plots draw of what they are given: the series and axes of their charts, colours, and what the mouse is told.
#include "app/panels/curve_plot.h"
#include "app/panels/histogram_view.h"
#include "app/panels/radial_plot.h"

#include <QAreaSeries>
#include <QCategoryAxis>
#include <QChart>
#include <QGraphicsScene>
#include <QGraphicsTextItem>
#include <QLegend>
#include <QLegendMarker>
#include <QLineSeries>
#include <QLogValueAxis>
#include <QScatterSeries>
#include <QTest>
#include <QToolTip>
#include <QValueAxis>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

using namespace tessera;
using app::CurvePlot;
using app::PlotView;
using Shape = CurvePlot::Shape;

namespace {

std::vector<QPointF> counts(int codes)
{
    std::vector<QPointF> points;
    for (int i = 0; i < codes; ++i)
        points.emplace_back(i, i * 7 % 31);
    return points;
}

template <class Series>
Series& series(const PlotView& plot, int i = 0)
{
    return *qobject_cast<Series*>(plot.chart().series().at(i));
}

template <class Axis>
Axis* axis(const PlotView& plot, Qt::Orientation orientation)
{
    return qobject_cast<Axis*>(plot.chart().axes(orientation).value(0));
}

/// Where a value is on the widget, once it is laid out.
QPoint placeOf(const PlotView& plot, double x, double y)
{
    const QPointF inChart = plot.chart().mapToPosition({x, y}, plot.chart().series().constFirst());
    return plot.chart().mapToScene(inChart).toPoint();
}

core::RadialSpectrum radial(double power)
{
    core::RadialSpectrum spectrum;
    for (int i = 0; i <= 50; ++i) {
        spectrum.frequency.push_back(i / 100.0);
        spectrum.power.push_back(power / (1 + i));
    }
    return spectrum;
}

} // namespace

class TestPlots : public QObject {
    Q_OBJECT

    void show(QWidget& plot, QSize size = {320, 220})
    {
        plot.resize(size);
        plot.show();
        QVERIFY(QTest::qWaitForWindowExposed(&plot));
        QVERIFY(!plot.grab().isNull());
    }

private slots:
    void aBarForEachCodeHasItsCount()
    {
        CurvePlot plot;
        plot.setCurve({counts(200), "code", "cells", Shape::bars});
        const QList<QPointF> outline = series<QAreaSeries>(plot).upperSeries()->points();
        QCOMPARE(outline.size(), 400);
        for (int code = 0; code < 200; ++code) {
            QCOMPARE(outline[2 * code], QPointF(code - 0.5, code * 7 % 31));
            QCOMPARE(outline[2 * code + 1], QPointF(code + 0.5, code * 7 % 31));
        }
        QCOMPARE(axis<QValueAxis>(plot, Qt::Horizontal)->titleText(), QString("code"));
        QCOMPARE(axis<QValueAxis>(plot, Qt::Vertical)->titleText(), QString("cells"));
        QCOMPARE(plot.accessibleName(), QString("cells by code"));
        QCOMPARE(plot.accessibleDescription(), QString("code from 0 to 199; cells from 0 to 30"));
    }

    void manyCodesShareBarsThatHoldTheirSum()
    {
        CurvePlot plot;
        const std::vector<QPointF> points = counts(16384);
        plot.setCurve({points, "code", "cells", Shape::bars});
        const QList<QPointF> outline = series<QAreaSeries>(plot).upperSeries()->points();
        QCOMPARE(outline.size(), 2 * 256);
        QVERIFY(axis<QValueAxis>(plot, Qt::Horizontal)->titleText().contains("64 to a bar"));
        double all = 0, drawn = 0;
        for (const QPointF& point : points)
            all += point.y();
        for (int i = 0; i < outline.size(); i += 2) {
            QCOMPARE(outline[i + 1].x() - outline[i].x(), 64.0);
            drawn += outline[i].y();
        }
        QCOMPARE(drawn, all);
        for (const QPointF& corner : outline)
            QVERIFY(corner.y() <= axis<QValueAxis>(plot, Qt::Vertical)->max());
    }

    void aSortedCurveIsLogarithmicAndEndsWhereCodesAreDead()
    {
        CurvePlot plot;
        plot.setCurve({{{0, 900}, {1, 20}, {2, 1}, {3, 0}, {4, 0}}, "codes", "cells", Shape::line, true});
        QCOMPARE(series<QLineSeries>(plot).points(), (QList<QPointF>{{0, 900}, {1, 20}, {2, 1}}));
        const auto* up = axis<QLogValueAxis>(plot, Qt::Vertical);
        QVERIFY(up && up->min() < 1 && up->max() > 900);
        QVERIFY(up->titleText().contains("logarithmic"));
        QCOMPARE(axis<QValueAxis>(plot, Qt::Horizontal)->max(), 4.0); // the dead ones have their place
    }

    void longCurvesKeepTheirPeaks()
    {
        CurvePlot plot;
        std::vector<QPointF> points;
        for (int i = 0; i < 16384; ++i)
            points.emplace_back(i, i == 7777 ? 500 : i % 3);
        plot.setCurve({points, "x", "y"});
        const QList<QPointF> drawn = series<QLineSeries>(plot).points();
        QVERIFY(drawn.size() <= 1024);
        QVERIFY(drawn.contains(QPointF(7777, 500)));
        QVERIFY(std::ranges::is_sorted(drawn, {}, &QPointF::x));
    }

    void stepsStayUntilTheNextPoint()
    {
        CurvePlot plot;
        plot.setCurve({{{0, 0}, {1, 16}, {5, 40}}, "pictures seen", "codes used", Shape::steps});
        QCOMPARE(series<QLineSeries>(plot).points(), (QList<QPointF>{{0, 0}, {1, 0}, {1, 16}, {5, 16}, {5, 40}}));
    }

    void marksStandAtTheRootAndAreNamed()
    {
        CurvePlot plot;
        plot.setCurve({{{0, 30}, {1, 29.5}, {25, 24}, {100, 21.25}}, "%", "dB", Shape::marks, false, 21.25});
        const QList<QPointF> places{{0, 30}, {1, 29.5}, {5, 24}, {10, 21.25}};
        QCOMPARE(series<QLineSeries>(plot).points(), places);
        QCOMPARE(series<QScatterSeries>(plot, 1).points(), places);
        auto* across = axis<QCategoryAxis>(plot, Qt::Horizontal);
        QCOMPARE(across->categoriesLabels(), (QStringList{"0", "1", "25", "100"}));
        QCOMPARE(across->endValue("25"), 5.0);
        const auto* up = axis<QValueAxis>(plot, Qt::Vertical);
        QVERIFY(up->min() <= 21.25 && up->max() > 30);
    }

    void labelsOfMarksCanBeRead()
    {
        CurvePlot plot;
        const std::vector<QPointF> points{{0, 30}, {1, 29}, {2, 28}, {5, 27}, {10, 26}, {20, 25}, {50, 24}, {100, 23}};
        plot.setCurve({points, "%", "dB", Shape::marks, false, 23});
        show(plot, {270, 220}); // as narrow as a dock
        const QStringList labels = axis<QCategoryAxis>(plot, Qt::Horizontal)->categoriesLabels();
        QCOMPARE(labels, (QStringList{"0", "1", "5", "10", "20", "50", "100"})); // 2 would run into 1
        QStringList drawn;
        for (QGraphicsItem* item : plot.chart().scene()->items())
            if (const auto* text = dynamic_cast<QGraphicsTextItem*>(item); text && text->isVisible())
                drawn << text->toPlainText();
        for (const QString& label : labels)
            QVERIFY2(drawn.contains(label), qPrintable(label + " in " + drawn.join(" ")));
    }

    void theMouseIsToldTheExactValue()
    {
        CurvePlot plot;
        plot.setCurve({counts(16384), "code", "cells", Shape::bars});
        show(plot);
        QCOMPARE(plot.readingAt({0, 0}), QString()); // beside the plot
        const QPoint place = placeOf(plot, 8000, 10);
        QVERIFY(plot.rect().contains(place));
        const QString text = plot.readingAt(place);
        const QString code = text.section(QLatin1Char('\n'), 0, 0).remove(QLocale().groupSeparator()).section(": ", 1);
        QVERIFY2(std::abs(code.toInt() - 8000) < 100, qPrintable(text)); // a pixel is some 60 codes wide
        QCOMPARE(text.section(QLatin1Char('\n'), 1), QString("cells: %1").arg(code.toInt() * 7 % 31));
        QTest::mouseMove(&plot, place + QPoint(3, 0));
        QTest::mouseMove(&plot, place);
        QTRY_COMPARE(QToolTip::text(), text);
    }

    void growthIsReadAsItWas()
    {
        CurvePlot plot;
        plot.setCurve({{{0, 0}, {10, 16}, {20, 40}}, "pictures", "codes", Shape::steps});
        show(plot);
        QCOMPARE(plot.readingAt(placeOf(plot, 18, 8)), QString("pictures: 10\ncodes: 16"));
    }

    void coloursFollowThePaletteAndPaleWhenDisabled()
    {
        CurvePlot plot;
        plot.setCurve({counts(20), "code", "cells"});
        QPalette palette = plot.palette();
        palette.setColor(QPalette::Active, QPalette::Highlight, Qt::red);
        palette.setColor(QPalette::Inactive, QPalette::Highlight, Qt::red);
        palette.setColor(QPalette::Disabled, QPalette::Highlight, Qt::gray);
        palette.setColor(QPalette::Base, Qt::black);
        plot.setPalette(palette);
        QCOMPARE(series<QLineSeries>(plot).color(), QColor(Qt::red));
        QCOMPARE(plot.chart().plotAreaBackgroundBrush().color(), QColor(Qt::black));
        plot.setEnabled(false);
        QCOMPARE(series<QLineSeries>(plot).color(), QColor(Qt::gray));
    }

    void ofAnOlderCurveNothingStays()
    {
        CurvePlot plot;
        show(plot);
        const auto texts = [&plot] {
            QStringList list;
            for (const QGraphicsItem* item : plot.chart().scene()->items())
                if (const auto* text = dynamic_cast<const QGraphicsTextItem*>(item); text && text->isVisible())
                    list << text->toPlainText();
            return list.join(QLatin1Char('|'));
        };
        plot.setCurve({counts(20), "old across", "old up"});
        QTRY_VERIFY2(texts().contains("old across"), qPrintable(texts()));
        plot.setCurve({counts(30), "across", "up", Shape::line, true});
        QVERIFY2(!texts().contains("old"), qPrintable(texts())); // in the same moment
        QTRY_VERIFY2(texts().contains("across"), qPrintable(texts()));
        QVERIFY2(!texts().contains("old"), qPrintable(texts()));
    }

    void numbersOfAxesAreNotRoundedAway()
    {
        for (const auto& [step, format] : {std::pair(0.25, "%.2f"), std::pair(0.1, "%.1f"), std::pair(20.0, "%.0f")}) {
            const std::unique_ptr<QValueAxis> made(app::makeValueAxis("x", 0, 4 * step, step));
            QCOMPARE(made->labelFormat(), QString(format));
        }
        QCOMPARE(app::tickStep(1024, 5), 500.0);
        QCOMPARE(app::tickStep(10, 5), 2.0);
        QCOMPARE(app::tickStep(0.9, 5), 0.2);
    }

    void oddCurvesCanBeDrawn()
    {
        CurvePlot plot;
        show(plot);
        for (const bool logarithmic : {false, true})
            for (const Shape shape : {Shape::line, Shape::steps, Shape::bars, Shape::marks})
                for (const std::vector<QPointF>& points :
                     {std::vector<QPointF>{{0, 0}}, {{3, 5}}, {{0, 0}, {1, 0}}, {{0, 7}, {1, 7}}, {{0, 1e12}, {1, 1}}, {}}) {
                    plot.setCurve({points, "x", "y", shape, logarithmic});
                    QVERIFY(!plot.grab().isNull());
                }
        QVERIFY(plot.chart().series().isEmpty());
        QVERIFY(plot.readingAt(plot.rect().center()).isEmpty());
    }

    void theRadialPlotHoldsBothSpectraAndTheirRatio()
    {
        app::RadialPlot plot;
        core::SpectrumRatio ratio = core::spectrumRatio(radial(1e6), radial(1e5));
        ratio.cutoff = 0.2;
        plot.setSpectra(radial(1e6), radial(1e5), ratio, 8);
        show(plot, {360, 420});
        const auto& input = series<QLineSeries>(plot.powers()), &made = series<QLineSeries>(plot.powers(), 1);
        QCOMPARE(input.at(3), QPointF(0.03, core::decibels(1e6 / 4)));
        QCOMPARE(made.at(3), QPointF(0.03, core::decibels(1e5 / 4)));
        QVERIFY(input.pen().style() != made.pen().style()); // not by colour alone
        QStringList names;
        for (const QLegendMarker* marker : plot.powers().chart().legend()->markers())
            names << marker->label();
        QCOMPARE(names, (QStringList{"input", "reconstruction"}));
        QVERIFY(std::abs(series<QLineSeries>(plot.ratio()).at(20).y() + 10) < 1e-9);
        QCOMPARE(series<QScatterSeries>(plot.ratio(), 3).at(0), QPointF(0.2, -3));
        QCOMPARE(axis<QValueAxis>(plot.powers(), Qt::Horizontal)->tickInterval(), 0.125); // the grid of cells
        QVERIFY(plot.ratio().accessibleDescription().contains("0.2"));
        const auto isAligned = [&](double (QRectF::*side)() const) {
            return std::abs((plot.powers().chart().plotArea().*side)() - (plot.ratio().chart().plotArea().*side)()) <= 1;
        };
        QTRY_VERIFY(isAligned(&QRectF::left) && isAligned(&QRectF::right));
        QStringList marks;
        for (const QLegendMarker* marker : plot.ratio().chart().legend()->markers())
            if (marker->isVisible())
                marks << marker->label();
        QCOMPARE(marks, (QStringList{"reconstruction / input", QString::fromUtf8("−3 dB at 0.200")}));
        const PlotView& powers = plot.powers();
        const QString text = powers.readingAt(placeOf(powers, 0.25, core::decibels(1e5 / 25)));
        QVERIFY2(text.contains("input: ") && text.contains("reconstruction: "), qPrintable(text));
        plot.setSpectra({}, {}, {}, 1);
        QVERIFY(powers.chart().series().isEmpty() && plot.ratio().chart().series().isEmpty());
    }

    void theHistogramHasALineForEachChannel()
    {
        app::HistogramView plot;
        core::PictureStatistics statistics;
        statistics.pixels = 1000;
        statistics.channels.resize(3);
        statistics.channels[0].histogram[255] = 1000;
        statistics.channels[1].histogram[7] = 999;
        statistics.channels[2].histogram[7] = 1;
        plot.setStatistics(statistics);
        show(plot);
        QCOMPARE(plot.chart().series().size(), 3);
        QCOMPARE(series<QLineSeries>(plot, 1).at(7), QPointF(7.5 / 256, 999));
        QVERIFY(series<QLineSeries>(plot, 0).pen().style() != series<QLineSeries>(plot, 1).pen().style());
        QCOMPARE(plot.chart().legend()->markers().constFirst()->label(), QString("Red"));
        const QString text = plot.readingAt(placeOf(plot, 7.5 / 256, 500));
        QVERIFY2(text.contains("Value 0.0"), qPrintable(text));
        plot.setLogarithmic(true);
        QVERIFY(axis<QLogValueAxis>(plot, Qt::Vertical));
        QCOMPARE(series<QLineSeries>(plot, 0).at(255).y(), 1000.0);
        QVERIFY(!plot.grab().isNull());
        plot.setStatistics({});
        QVERIFY(plot.chart().series().isEmpty());
    }
};

QTEST_MAIN(TestPlots)
#include "test_plots.moc"
