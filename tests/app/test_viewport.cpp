// SPDX-License-Identifier: GPL-3.0-or-later
// The shared viewport: points stay under the cursor, fits stick, nothing gets lost.
#include "app/canvas/viewport.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>

using tessera::app::Viewport;

namespace {

constexpr QSizeF kPane{613, 407};

bool near(QPointF a, QPointF b, double tolerance = 1e-6)
{
    return std::hypot(a.x() - b.x(), a.y() - b.y()) <= tolerance;
}

} // namespace

class TestViewport : public QObject {
    Q_OBJECT
private slots:
    void aPictureBeginsFittedAndCentred()
    {
        Viewport view;
        view.setPaneSize(kPane);
        view.setPictureSize({300, 100});
        QVERIFY(view.isFitted());
        const QRectF shown = view.toWidget(QRectF(0, 0, 300, 100), kPane);
        QVERIFY(QRectF(QPointF(), kPane).contains(shown));
        QVERIFY(shown.width() > kPane.width() - 20);
        QVERIFY(near(shown.center(), QPointF(kPane.width() / 2, kPane.height() / 2)));
    }

    void aFitLastsUntilTheNextZoomOrPan()
    {
        Viewport view;
        view.setPictureSize({300, 100});
        view.setPaneSize(kPane);
        view.setPaneSize(kPane * 2);
        QVERIFY(view.toWidget(QRectF(0, 0, 300, 100), kPane * 2).width() > 2 * kPane.width() - 40);
        view.pan({5, 5});
        QVERIFY(!view.isFitted());
        const double zoom = view.zoom();
        view.setPaneSize(kPane);
        QCOMPARE(view.zoom(), zoom);
        view.fit();
        QVERIFY(view.zoom() < zoom);
    }

    void thePointUnderTheCursorStaysWhileZooming()
    {
        Viewport view;
        view.setPaneSize(kPane);
        view.setPictureSize({640, 480});
        for (const QPointF cursor : {QPointF(306, 203), QPointF(120, 333), QPointF(560, 40)})
            for (const double factor : {1.5, 4.0, 0.25, 1.1, 0.5}) {
                view.fit();
                const QPointF point = view.toPicture(cursor, kPane);
                view.zoomAt(cursor, kPane, factor);
                QVERIFY(near(view.toPicture(cursor, kPane), point));
                QVERIFY(near(view.toWidget(point, kPane), cursor));
            }
    }

    void zoomStaysWithinItsLimits()
    {
        Viewport view;
        view.setPaneSize(kPane);
        view.setPictureSize({640, 480});
        view.zoomAt({10, 10}, kPane, 1e9);
        QCOMPARE(view.zoom(), Viewport::kMaxZoom);
        view.zoomAt({10, 10}, kPane, 1e-9);
        QCOMPARE(view.zoom(), Viewport::kMinZoom);
    }

    void levelsAreRoundAndStepUpAndDown()
    {
        QCOMPARE(Viewport::level(1, 1), 1.5);
        QCOMPARE(Viewport::level(1, -1), 2.0 / 3);
        QCOMPARE(Viewport::level(1.7, 1), 2.0);
        QCOMPARE(Viewport::level(1.7, -1), 1.5);
        QCOMPARE(Viewport::level(2.001, -1), 1.5);
        QCOMPARE(Viewport::level(3, 2), 6.0);
        QCOMPARE(Viewport::level(3, 0), 3.0);
        QCOMPARE(Viewport::level(128, 1), 128.0);
        QCOMPARE(Viewport::level(1.0 / 64, -3), 1.0 / 64);
        Viewport view;
        view.setZoom(1);
        for (int i = 0; i < 9; ++i)
            view.zoomIn();
        for (int i = 0; i < 9; ++i)
            view.zoomOut();
        QCOMPARE(view.zoom(), 1.0);
    }

    void aPictureCannotBePannedOutOfSight()
    {
        Viewport view;
        view.setPaneSize(kPane);
        view.setPictureSize({640, 480});
        for (const double zoom : {0.05, 1.0, 30.0})
            for (const QPointF push : {QPointF(1e6, 0), QPointF(-1e6, 1e6), QPointF(0, -1e6)}) {
                view.setZoom(zoom);
                view.pan(push);
                const QRectF seen = view.toWidget(QRectF(0, 0, 640, 480), kPane) & QRectF(QPointF(), kPane);
                QVERIFY(seen.width() >= 10 && seen.height() >= 10);
            }
    }

    void makeVisiblePansAsLittleAsIsNeeded()
    {
        Viewport view;
        view.setPaneSize(kPane);
        view.setPictureSize({640, 480});
        view.setZoom(8);
        const QRectF cell(600, 440, 8, 8);
        view.makeVisible(cell);
        const QRectF shown = view.toWidget(cell, kPane);
        QVERIFY(near(shown.bottomRight(), QPointF(kPane.width(), kPane.height())));
        QSignalSpy changed(&view, &Viewport::changed);
        view.makeVisible(cell);
        QCOMPARE(changed.count(), 0);
    }

    void aLittlePaddingMoreKeepsTheView()
    {
        Viewport view;
        view.setPaneSize(kPane);
        view.setPictureSize({640, 480});
        view.zoomAt({100, 100}, kPane, 3);
        const double zoom = view.zoom();
        view.setPictureSize({640, 496});
        QCOMPARE(view.zoom(), zoom);
        view.setPictureSize({64, 64});
        QVERIFY(view.isFitted());
    }
};

QTEST_APPLESS_MAIN(TestViewport)
#include "test_viewport.moc"
