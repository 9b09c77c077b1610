// SPDX-License-Identifier: GPL-3.0-or-later
// The images behind the panes: the error's colours, the code map, and pictures that are converted on a worker.
#include "app/canvas/error_map.h"
#include "app/canvas/mipmap.h"
#include "app/canvas/pane_images.h"
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
