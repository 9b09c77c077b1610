// SPDX-License-Identifier: GPL-3.0-or-later
// The images behind the panes: the error's colours, the code map, and pictures that are converted on a worker.
#include "app/panes/error_map.h"
#include "app/panes/mipmap.h"
#include "app/panes/pane_images.h"
#include "app/pictures/picture_files.h"
#include "tests/app/made_document.h"

#include <QColor>
#include <QSignalSpy>
#include <QTest>

using namespace tessera;
using namespace tessera::tests;
using app::PaneImages;
using app::PaneSource;

class TestPaneImages : public QObject {
    Q_OBJECT
private slots:
    void errorColoursGetSteadilyLighter()
    {
        double last = -1;
        for (int i = 0; i <= 255; ++i) {
            const QColor colour = QColor::fromRgb(app::errorColour(i / 255.0));
            const double light = 0.2126 * std::pow(colour.redF(), 2.2) + 0.7152 * std::pow(colour.greenF(), 2.2)
                + 0.0722 * std::pow(colour.blueF(), 2.2);
            QVERIFY2(light >= last, qPrintable(QString::number(i)));
            last = light;
        }
        QVERIFY(last > 0.85);
        QCOMPARE(app::errorColour(-3), app::errorColour(0));
        QCOMPARE(app::errorColour(9), app::errorColour(1));
    }

    void theErrorIsTheMeanOverTheColourChannels()
    {
        core::Picture a(3, 1, 3), b(3, 1, 3);
        for (int c = 0; c < 3; ++c)
            a.pixel(1, 0)[c] = 0.5F;
        b.pixel(1, 0)[0] = 0.2F; // differences 0.3, 0.5, 0.4
        b.pixel(1, 0)[2] = 0.9F;
        b.pixel(2, 0)[0] = -3; // shown as 0
        const QImage image = app::errorImage(a, b, 1);
        QCOMPARE(image.pixel(0, 0), app::errorColour(0));
        QCOMPARE(image.pixel(1, 0), app::errorColour(1.2 / 3));
        QCOMPARE(image.pixel(2, 0), app::errorColour(0));
        QCOMPARE(app::errorImage(a, b, 0.25).pixel(1, 0), app::errorColour(1));
        QVERIFY(app::errorImage(a, core::Picture(2, 1, 3), 1).isNull());
    }

    void shrunkPicturesAreDrawnFromTheirAverages()
    {
        QImage stripes(256, 200, QImage::Format_RGB32);
        for (int y = 0; y < stripes.height(); ++y)
            for (int x = 0; x < stripes.width(); ++x)
                stripes.setPixel(x, y, x % 2 == 0 ? qRgb(0, 0, 0) : qRgb(255, 255, 255));
        const app::Mipmap mipmap(stripes);
        QCOMPARE(mipmap.level(1).width(), 256);
        QCOMPARE(mipmap.level(0.6).width(), 256);
        QCOMPARE(mipmap.level(0.5).width(), 128);
        QVERIFY(std::abs(qGray(mipmap.level(0.5).pixel(64, 50)) - 127) < 3);
        QVERIFY(app::Mipmap(QImage()).isEmpty());
    }

    void eachLevelHasTheMeansOfTheOneBelow()
    {
        QImage image(131, 130, QImage::Format_RGB32);
        image.fill(qRgb(200, 10, 90));
        for (int y = 0; y < 130; ++y)
            image.setPixel(y, y, qRgb(0, 0, 0));
        const app::Mipmap mipmap(image);
        QCOMPARE(mipmap.level(0.5).size(), QSize(66, 65));
        QCOMPARE(mipmap.level(0.25).size(), QSize(33, 33));
        QCOMPARE(mipmap.level(0.5).pixel(50, 3), qRgb(200, 10, 90));
        // By hand: pixel (1, 1) covers columns 1.985 to 3.970 of rows 2 and 3; black are 1 and 0.970 of its 3.970.
        QCOMPARE(qRed(mipmap.level(0.5).pixel(1, 1)), 101);
    }

    void aPatchedMipmapIsThatOfThePatchedImage_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<QRect>("rect");
        QTest::newRow("even") << QSize(512, 256) << QRect(37, 50, 90, 61);
        QTest::newRow("odd") << QSize(395, 261) << QRect(101, 77, 33, 34);
        QTest::newRow("a corner") << QSize(395, 261) << QRect(390, 250, 5, 11);
        QTest::newRow("the other corner") << QSize(395, 261) << QRect(0, 0, 1, 1);
        QTest::newRow("all of it") << QSize(129, 130) << QRect(0, 0, 129, 130);
        QTest::newRow("one level") << QSize(33, 20) << QRect(4, 4, 8, 9);
    }
    void aPatchedMipmapIsThatOfThePatchedImage()
    {
        QFETCH(const QSize, size);
        QFETCH(const QRect, rect);
        quint32 noise = 7;
        const auto fill = [&noise](QImage& image) {
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    image.setPixel(x, y, 0xff000000U | ((noise = noise * 1664525U + 1013904223U) >> 8));
        };
        QImage image(size, QImage::Format_RGB32), piece(rect.size(), QImage::Format_RGB32);
        fill(image);
        fill(piece);
        app::Mipmap patched(image);
        patched.paste(patched.patch(rect.topLeft(), piece));
        for (int y = 0; y < piece.height(); ++y)
            for (int x = 0; x < piece.width(); ++x)
                image.setPixel(rect.x() + x, rect.y() + y, piece.pixel(x, y));
        const app::Mipmap whole(image);
        for (double scale = 1; scale > 0.01; scale /= 2)
            QCOMPARE(patched.level(scale), whole.level(scale));
    }

    void theCodeMapFollowsEachEditAtOnce()
    {
        const auto document = encodedDocument(48, 36);
        PaneImages images;
        images.setDocument(document.get());
        std::vector<QRgb> colours;
        for (int i = 0; i < 512; ++i)
            colours.push_back(qRgb(i / 2, 255 - i / 2, 7));
        images.setCodeColours(colours);
        QCOMPARE(images.codes().size(), QSize(12, 9));
        QCOMPARE(images.codes().pixel(5, 2), colours[2 * 12 + 5]);
        document->edit(oneCell(*document, 2, 5, 300), "Paint");
        QCOMPARE(images.codes().pixel(5, 2), colours[300]);
        QCOMPARE(images.codes().pixel(6, 2), colours[2 * 12 + 6]);
        document->undoStack().undo();
        QCOMPARE(images.codes().pixel(5, 2), colours[2 * 12 + 5]);
    }

    void picturesComeFromTheWorkerAndOnlyThenAreExact()
    {
        const auto document = encodedDocument(48, 36);
        PaneImages images;
        images.setDocument(document.get());
        document->setReconstruction(fakePicture(document->codes()), document->revision());
        QVERIFY(document->isExact());
        QVERIFY(!images.isExact());
        QTRY_VERIFY(images.isExact());
        QCOMPARE(images.picture(PaneSource::reconstruction).size(), QSize(48, 36));
        QCOMPARE(images.picture(PaneSource::input).size(), QSize(48, 36));
        QCOMPARE(images.picture(PaneSource::error).size(), QSize(48, 36));
        document->edit(oneCell(*document, 2, 5, 300), "Paint");
        QVERIFY(!images.isExact());
    }

    void theErrorBelongsToTheShownReconstruction()
    {
        const auto document = encodedDocument(48, 36);
        PaneImages images;
        images.setErrorRange(1);
        images.setDocument(document.get());
        for (int code = 1; code < 40; ++code) {
            document->edit(oneCell(*document, 4, 4, code * 12), "Paint");
            document->setReconstruction(fakePicture(document->codes()), document->revision());
            QCoreApplication::processEvents();
        }
        QTRY_VERIFY(images.isExact());
        QCOMPARE(images.picture(PaneSource::error).level(1),
                 app::errorImage(*document->seen(), *document->reconstruction(), 1));
    }

    void aPreviewChangesItsOwnPixelsOnlyAndLeavesWithItsDecode()
    {
        const auto document = encodedDocument(160, 144);
        PaneImages images;
        images.setErrorRange(1);
        images.setDocument(document.get());
        const quint64 base = document->revision();
        document->setReconstruction(fakePicture(document->codes()), base);
        QTRY_VERIFY(images.isExact());
        const auto imageOf = [&images](PaneSource source) { return images.picture(source).level(1); };
        const uchar* pixels[] = {imageOf(PaneSource::reconstruction).constBits(), imageOf(PaneSource::error).constBits()};
        QSignalSpy changed(&images, &PaneImages::changed), partChanged(&images, &PaneImages::partChanged);

        document->edit(oneCell(*document, 4, 4, 400), "Paint");
        document->setPreview(partOf(12, 12, 12, 8), base + 1, base);
        QVERIFY(!images.isApproximate()); // not on the screen yet
        QTRY_VERIFY(images.isApproximate());
        QVERIFY(!images.isExact());
        QCOMPARE(partChanged.last()[0].toRect(), QRect(12, 12, 12, 8));
        const auto isWhatIsShown = [&] {
            const core::Picture shown = document->shown().cut(QRect(0, 0, 160, 144));
            const app::Mipmap expected(app::toImage(shown).convertToFormat(QImage::Format_RGB32));
            return imageOf(PaneSource::reconstruction) == expected.level(1)
                && images.picture(PaneSource::reconstruction).level(0.5) == expected.level(0.5)
                && imageOf(PaneSource::error) == app::errorImage(*document->seen(), shown, images.errorRange());
        };
        QVERIFY(isWhatIsShown());

        // Another preview from the same decode: where the first one lay, the decode shows again.
        document->edit(oneCell(*document, 4, 4, 16), "Paint");
        document->setPreview(partOf(100, 80, 7, 5), base + 2, base);
        QTRY_VERIFY(images.isApproximate());
        QVERIFY(isWhatIsShown());
        QCOMPARE(changed.count(), 0);
        // No picture was copied for this.
        QCOMPARE(imageOf(PaneSource::reconstruction).constBits(), pixels[0]);
        QCOMPARE(imageOf(PaneSource::error).constBits(), pixels[1]);

        images.setErrorRange(0.5);
        QTRY_COMPARE(changed.count(), 3);
        QVERIFY(images.isApproximate());
        QVERIFY(isWhatIsShown());
        document->setReconstruction(fakePicture(document->codes()), base + 2);
        QVERIFY(!images.isApproximate());
        QTRY_VERIFY(images.isExact());
        QVERIFY(isWhatIsShown());
    }

    void aPreviewThatComesWithItsDecodeIsConvertedWithIt()
    {
        const auto document = encodedDocument(160, 144);
        PaneImages images;
        images.setDocument(document.get());
        const quint64 base = document->revision();
        document->edit(oneCell(*document, 4, 4, 400), "Paint");
        document->setReconstruction(fakePicture(document->encodedCodes()), base);
        document->setPreview(partOf(12, 12, 12, 8), base + 1, base);
        QTRY_VERIFY(images.isApproximate());
        QCOMPARE(images.picture(PaneSource::reconstruction).level(1),
                 app::toImage(document->shown().cut(QRect(0, 0, 160, 144))).convertToFormat(QImage::Format_RGB32));
        // What is undone has nothing over it, and is about what the codes draw all the same.
        document->undoStack().undo();
        QVERIFY(!images.isApproximate());
        document->setPreview(nullptr, base + 2, base);
        QTRY_VERIFY(images.isApproximate());
        QCOMPARE(images.picture(PaneSource::reconstruction).level(1),
                 app::toImage(*document->reconstruction()).convertToFormat(QImage::Format_RGB32));
    }

    void newCodesTakeTheOldReconstructionAwayAtOnce()
    {
        const auto document = encodedDocument(48, 36);
        PaneImages images;
        images.setDocument(document.get());
        document->setReconstruction(fakePicture(document->codes()), document->revision());
        QTRY_VERIFY(images.isExact());
        encode(*document);
        QVERIFY(images.picture(PaneSource::reconstruction).isEmpty());
        QVERIFY(images.picture(PaneSource::error).isEmpty());
        QVERIFY(!images.isExact());
    }

    void theOriginalIsShownUntilThereAreCodes()
    {
        const auto document = newDocument(46, 33);
        PaneImages images;
        images.setDocument(document.get());
        QTRY_COMPARE(images.picture(PaneSource::input).size(), QSize(46, 33));
        QVERIFY(images.codes().isNull());
        encode(*document);
        QTRY_COMPARE(images.picture(PaneSource::input).size(), QSize(48, 36));
        images.setDocument(nullptr);
        QVERIFY(images.picture(PaneSource::input).isEmpty());
        QVERIFY(images.codes().isNull());
    }

    void imagesCanGoWhileTheWorkerIsBusy()
    {
        const auto document = encodedDocument(1024, 1024);
        auto images = std::make_unique<PaneImages>();
        images->setDocument(document.get());
        images.reset();
        PaneImages others;
        others.setDocument(document.get());
        QTRY_COMPARE(others.picture(PaneSource::input).size(), QSize(1024, 1024));
    }
};

QTEST_GUILESS_MAIN(TestPaneImages)
#include "test_pane_images.moc"
