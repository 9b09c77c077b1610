// SPDX-License-Identifier: Apache-2.0
// Thumbnails: their sizes and their averages.
#include "core/analysis/thumbnail.h"

#include <QTest>

using namespace tessera;

class TestThumbnail : public QObject {
    Q_OBJECT

private slots:
    void theLongerSideIsWhatWasAskedForAndTheOtherInProportion()
    {
        const core::Picture wide = core::thumbnail(core::Picture(301, 99, 3), 60);
        QCOMPARE(wide.width, 60);
        QCOMPARE(wide.height, 20);
        QCOMPARE(wide.channels, 3);
        const core::Picture thread = core::thumbnail(core::Picture(2, 999, 4), 30);
        QCOMPARE(thread.width, 1);
        QCOMPARE(thread.height, 30);
        QCOMPARE(thread.values.size(), std::size_t{120});
    }

    void aSmallPictureStaysAsItIs()
    {
        core::Picture small(7, 5, 1);
        small.values[9] = 0.25F;
        QCOMPARE(core::thumbnail(small, 7).values, small.values);
    }

    void pixelsAreAveragesOfAreas()
    {
        core::Picture picture(6, 3, 2);
        for (int y = 0; y < 3; ++y)
            for (int x = 0; x < 6; ++x) {
                picture.pixel(x, y)[0] = static_cast<float>(x + y);
                picture.pixel(x, y)[1] = 0.5F;
            }
        const core::Picture half = core::thumbnail(picture, 2);
        QCOMPARE(half.height, 1);
        QCOMPARE(half.values, (std::vector<float>{2.0F, 0.5F, 5.0F, 0.5F}));
    }
};

QTEST_APPLESS_MAIN(TestThumbnail)
#include "test_thumbnail.moc"
