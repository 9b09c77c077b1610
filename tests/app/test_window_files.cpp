// SPDX-License-Identifier: GPL-3.0-or-later
// What reaches the window from outside: bad files, dropped and pasted things, and questions before edits are lost.
#include "app/codes/code_importer.h"
#include "app/panes/pane_images.h"
#include "app/tools/tool_state.h"
#include "app/window/picture_card.h"
#include "app/window/start_page.h"
#include "tests/app/files_window.h"
#include "tests/app/picture_bytes.h"
#include "tests/support/other_decoder.h"
#include "tests/support/spoilt_model.h"

#include <QClipboard>
#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QThreadPool>
#include <QToolButton>

#include <cmath>
#include <limits>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;

class TestWindowFiles : public QObject, private FilesWindow {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }

    void theStartPageListsTheModelsOfThisComputer()
    {
        const auto button = [&](const QString& name) {
            for (QToolButton* found : m_fixture->window().findChildren<QToolButton*>())
                if (found->accessibleName() == QStringLiteral("Open the model ") + name)
                    return found;
            return static_cast<QToolButton*>(nullptr);
        };
        QTRY_VERIFY(button(QStringLiteral("photo-f4-512"))); // found by a worker
        QVERIFY(button(QStringLiteral("photo-f4-512"))->text().contains(QStringLiteral("factor 4")));
        QSignalSpy opened(&m_fixture->session(), &app::Session::modelOpened);
        QTest::mouseClick(button(QStringLiteral("photo-f4-512")), Qt::LeftButton);
        QTRY_COMPARE(opened.count(), 1);
        QVERIFY(opened[0][0].toString().endsWith(QStringLiteral("photo-f4-512")));
    }

    void aCheckpointIsOpenedWhereItIsDropped()
    {
        const QString file = QStringLiteral(TESSERA_SOURCE_DIR "/tests/golden/v10-bin/model/diffusion_pytorch_model.bin");
        QSignalSpy opened(&m_fixture->session(), &app::Session::modelOpened);
        m_fixture->drop({file});
        QTRY_COMPARE(opened.count(), 1);
        m_fixture->drop({fileOf("evil.ckpt", "PK\3\4 nothing")});
        QTRY_VERIFY(m_fixture->messages().join(QLatin1Char(' ')).contains(QStringLiteral("evil.ckpt")));
        QCOMPARE(opened.count(), 1);
    }

    void nothingIsPaintedThatCodesOnTheirWayWouldSweepAway()
    {
        app::Document* document = &open(picture("first.png", 66, 47));
        const core::IndexMap codes = document->codes();
        m_fixture->window().tools().setCode(33);
        m_gate->close();
        m_fixture->session().openModel(QString::fromLatin1(kModel));
        QVERIFY(m_fixture->session().isEncodingAnew());
        m_fixture->drag(PaneSource::codes, {{2, 2}, {2, 9}});
        QVERIFY(document->codes() == codes);
        const int before = m_gate->entered();
        QTRY_COMPARE(m_gate->entered(), before + 1); // the model is open, and encodes
        m_fixture->drag(PaneSource::codes, {{2, 2}, {2, 9}});
        QVERIFY(document->codes() == codes);
        m_gate->open();
        QTRY_VERIFY(!m_fixture->session().isEncodingAnew());
        QTRY_VERIFY(m_fixture->isExact());
        m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 3}});
        QCOMPARE(m_fixture->document()->codes().at(1, 2), 33);
        m_fixture->document()->undoStack().setClean();
    }

    void whatIsPaintedWhileAnotherPictureIsOpenedStays()
    {
        app::Document* document = &open(picture("first.png", 66, 47));
        m_fixture->window().tools().setCode(33);
        m_fixture->session().openPictures({picture("second.png", 40, 30)});
        QThreadPool::globalInstance()->waitForDone(); // read, but not taken yet
        QVERIFY(m_fixture->session().isOpening());
        m_fixture->drag(PaneSource::codes, {{2, 2}, {2, 9}});
        QTRY_COMPARE(m_fixture->document()->title(), QStringLiteral("second.png"));
        QCOMPARE(document->codes().at(2, 5), 33);
        QVERIFY(document->isModified());
        document->undoStack().setClean();
    }

    void aBadFileLeavesTheDocumentAsItWasAndSaysWhy_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("says");
        QTest::newRow("text that is called a picture") << fileOf("note.png", "this is no picture") << "note.png";
        QTest::newRow("a picture that is cut") << fileOf("cut.png", QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16)) << "cut.png";
        QTest::newRow("an empty file") << fileOf("empty.jpg", {}) << "empty.jpg";
        QTest::newRow("no such file") << m_desk->file("gone.png") << "gone.png";
        core::IndexMap high(1, 12, 17);
        high.at(7, 3) = 512;
        QTest::newRow("codes that the model lacks") << codesFile("high.npy", high) << "512";
        QTest::newRow("several maps of codes") << codesFile("batch.npy", core::IndexMap(2, 12, 17)) << "2 maps";
        QTest::newRow("text that is called codes") << fileOf("text.npy", "1 2 3") << "text.npy";
        QDir(m_desk->file({})).mkdir(QStringLiteral("folder"));
        QTest::newRow("a folder without a model") << m_desk->file("folder") << "config.json";
        QTest::newRow("markup in a name") << fileOf("<b>bold<b>.png", "no") << "<b>bold<b>.png";
    }
    void aBadFileLeavesTheDocumentAsItWasAndSaysWhy() // I18
    {
        QFETCH(QString, path);
        QFETCH(QString, says);
        app::Document* document = &open(picture("good.png", 66, 47));
        m_fixture->window().tools().setCode(33);
        m_fixture->drag(PaneSource::codes, {{2, 2}, {2, 9}});
        QTRY_VERIFY(document->isExact());
        document->undoStack().setClean(); // no question is asked
        const core::IndexMap codes = document->codes();
        const auto model = m_fixture->session().model().model;
        m_fixture->drop({path});
        QTRY_COMPARE(m_fixture->messages().size(), 1);
        QVERIFY2(m_fixture->messages().first().contains(says), qPrintable(m_fixture->messages().first()));
        QCOMPARE(m_fixture->document(), document);
        QCOMPARE(document->codes(), codes);
        QVERIFY(document->isExact());
        QVERIFY(m_fixture->session().model().model == model);
        QCOMPARE(document->undoStack().index(), 1);
    }

    void aPictureThatCrashesItsDecoderLeavesTheDocumentAsItWas() // I18
    {
        app::Document* document = &open(picture("before.png", 66, 47));
        m_fixture->window().tools().setCode(33);
        m_fixture->drag(PaneSource::codes, {{2, 2}, {2, 9}});
        QTRY_VERIFY(document->isExact());
        document->undoStack().setClean();
        const core::IndexMap codes = document->codes();
        const QString evil = picture("evil.png", 80, 64);
        {
            const OtherDecoder decoder("kill -SEGV $$");
            m_fixture->drop({evil});
            QTRY_COMPARE(m_fixture->messages().size(), 1);
        }
        const QString message = m_fixture->messages().first();
        QVERIFY2(message.contains("evil.png") && message.contains("its decoder crashed (signal 11)"), qPrintable(message));
        QCOMPARE(m_fixture->document(), document);
        QCOMPARE(document->codes(), codes);
        QVERIFY(document->isExact());
        m_fixture->drop({evil}); // decoded by one that works
        QTRY_VERIFY(m_fixture->document() != document && m_fixture->isExact());
    }

    void aModelOfDamagedNumbersIsNamedWhenItIsOpened() // S17
    {
        const SpoiltModel model("v02-vqf4");
        model.poison("quantize.embedding.weight");
        m_fixture->drop({QString::fromStdString(model.path().string())});
        QTRY_VERIFY(m_fixture->session().model().model);
        QTRY_COMPARE(m_fixture->messages().size(), 1);
        const QString message = m_fixture->messages().first();
        QVERIFY2(message.contains(QStringLiteral("some weights are NaN or infinite, pictures will be wrong: "
                                                 "quantize.embedding.weight")), qPrintable(message));
    }

    void transparentPixelsAreTheSameInSightAndForTheModel() // I11
    {
        QImage image(68, 48, QImage::Format_ARGB32); // 17 x 12 cells, so that nothing is padded
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                image.setPixel(x, y, qRgba(3 * x, 5 * y, 90, x < 20 ? 0 : x < 40 ? 128 : 255));
        const app::Document& document = open(fileOf("glass.png", encoded(image, "png")));
        const app::PaneImages& images = m_fixture->window().canvas().images();
        QTRY_COMPARE(images.picture(PaneSource::input).size(), image.size());
        const QImage& shown = images.picture(PaneSource::input).level(1);
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                const QColor colour = shown.pixelColor(x, y);
                const float* seen = document.seen()->pixel(x, y);
                for (const auto& [byte, value] : {std::pair(colour.red(), seen[0]), std::pair(colour.green(), seen[1]),
                                                  std::pair(colour.blue(), seen[2])})
                    QVERIFY2(std::abs(value * 255 - static_cast<float>(byte)) < 1.5F, qPrintable(QString::number(x)));
            }
        QCOMPARE(shown.pixelColor(3, 3), QColor(Qt::white));
    }

    void theDialogOffersNoDrawings() // I17
    {
        m_fixture->trigger(QStringLiteral("open-picture"));
        auto* dialog = m_fixture->window().findChild<QFileDialog*>();
        QVERIFY(dialog);
        const QString filters = dialog->nameFilters().join(QLatin1Char(' '));
        QVERIFY2(filters.contains(QStringLiteral("*.png")), qPrintable(filters));
        QVERIFY2(!filters.contains(QStringLiteral("svg"), Qt::CaseInsensitive), qPrintable(filters));
        dialog->close();
    }

    void aPictureThatIsNotAllThereIsShownAndSaid_data() // I2
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("says");
        QImage large(400, 300, QImage::Format_RGB32);
        for (int y = 0; y < large.height(); ++y)
            for (int x = 0; x < large.width(); ++x)
                large.setPixel(x, y, qRgb(x % 256, y % 256, x * y % 256));
        const QByteArray jpeg = encoded(large, "jpeg", 95);
        QTest::newRow("cut") << fileOf("half.jpg", jpeg.left(jpeg.size() / 2)) << "half.jpg: damaged: the file ends early";
        QTest::newRow("not finite") << fileOf("odd.tif", floatTiff({0.5F, 0.5F, std::numeric_limits<float>::infinity()}))
                                    << "odd.tif: 1 of its 3 values are not finite";
    }
    void aPictureThatIsNotAllThereIsShownAndSaid()
    {
        QFETCH(QString, path);
        QFETCH(QString, says);
        m_fixture->window().start({.model = QString::fromLatin1(kModel)});
        m_fixture->drop({path});
        QTRY_VERIFY(m_fixture->isExact());
        QCOMPARE(m_fixture->messages().size(), 1);
        QVERIFY2(m_fixture->messages().first().contains(says), qPrintable(m_fixture->messages().first()));
    }

    void aMessageIsClosedByItsButton()
    {
        m_fixture->drop({fileOf("bad.png", "bad")});
        QTRY_COMPARE(m_fixture->messages().size(), 1);
        auto* close = m_fixture->window().messages().findChild<QToolButton*>();
        for (const QLabel* label : m_fixture->window().messages().findChildren<QLabel*>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
        QTest::mouseClick(close, Qt::LeftButton);
        QVERIFY(m_fixture->messages().isEmpty());
        QVERIFY(!m_fixture->window().messages().isVisible());
    }

    void ofManyDroppedFilesTheUsableOnesAreOpened() // U6
    {
        m_fixture->window().start({.model = QString::fromLatin1(kModel)});
        m_fixture->drop({fileOf("a.txt", "text"), m_desk->file("nowhere.png"), picture("many.png", 40, 40)});
        QTRY_VERIFY(m_fixture->isExact());
        QCOMPARE(m_fixture->document()->title(), QStringLiteral("many.png"));
        QCOMPARE(m_fixture->session().documents().size(), 1);
        QVERIFY(m_fixture->messages().isEmpty());
    }

    void ofAThousandDroppedFilesTheGoodOneIsOpened() // U6
    {
        m_fixture->window().start({.model = QString::fromLatin1(kModel)});
        QTRY_VERIFY(m_fixture->session().model().model);
        QStringList paths;
        const QString bad = fileOf("bad.png", "no picture");
        for (int i = 0; i < 999; ++i) {
            paths << m_desk->file(QStringLiteral("bad-%1.png").arg(i));
            QVERIFY(QFile::link(bad, paths.last()));
        }
        paths << picture("good.png", 40, 40);
        m_fixture->drop(paths);
        QTRY_VERIFY_WITH_TIMEOUT(m_fixture->isExact(), kPatienceMs);
        QCOMPARE(m_fixture->document()->title(), QStringLiteral("good.png"));
        QCOMPARE(m_fixture->session().documents().size(), 1);
        QCOMPARE(m_fixture->messages().size(), int{app::MessageBar::kMost});
        const QString message = m_fixture->messages().last();
        QVERIFY2(message.contains(QStringLiteral("bad-998.png")), qPrintable(message));
    }

    void wordsAndAddressesAreNotTaken() // U6
    {
        const auto enters = [this](QMimeData& data) {
            QDragEnterEvent enter(QPoint(600, 400), Qt::CopyAction, &data, Qt::LeftButton, {});
            QApplication::sendEvent(&m_fixture->window(), &enter);
            return enter.isAccepted();
        };
        QMimeData words, address, broken;
        words.setText(QStringLiteral("a picture of the sea"));
        address.setUrls({QUrl(QStringLiteral("https://example.org/sea.png"))});
        broken.setImageData(QImage());
        QVERIFY(!enters(words) && !enters(address)); // so that they cannot be dropped
        QVERIFY(enters(broken)); // a picture of a program that does not give it
        QDropEvent drop(QPointF(600, 400), Qt::CopyAction, &broken, Qt::LeftButton, {});
        QApplication::sendEvent(&m_fixture->window(), &drop);
        QCOMPARE(m_fixture->messages().size(), 1);
        QVERIFY(m_fixture->messages().first().contains(QStringLiteral("could not be read")));
        QVERIFY(!m_fixture->document());
    }

    void aDroppedModelIsOpenedFromAnyOfItsFiles()
    {
        m_fixture->drop({QString::fromLatin1(kModel) + QStringLiteral("/config.json")});
        QTRY_VERIFY(m_fixture->session().model().model);
        QCOMPARE(m_fixture->session().model().model->config().codes, std::int64_t{512});
    }

    void editsAreAskedAboutBeforeAnotherModelEncodesThePictureAnew()
    {
        open(picture("first.png", 66, 47));
        m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 5}});
        const core::IndexMap edited = m_fixture->document()->codes();
        m_fixture->drop({QString::fromLatin1(kModel)});
        QVERIFY(question());
        QTest::keyClick(question(), Qt::Key_Escape);
        QTRY_VERIFY(!question());
        QCOMPARE(m_fixture->document()->codes(), edited);

        m_fixture->drop({QString::fromLatin1(kModel)});
        QTest::mouseClick(question()->findChild<QPushButton*>(QStringLiteral("discard")), Qt::LeftButton);
        QTRY_VERIFY(m_fixture->document()->codes() == m_fixture->document()->encodedCodes());
        QTRY_VERIFY(m_fixture->isExact());
    }

    void closingAsksOnlyWhereThereAreEdits()
    {
        open(picture("close.png", 66, 47));
        m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 5}});
        m_fixture->window().close();
        QVERIFY(m_fixture->window().isVisible());
        QTest::mouseClick(question()->findChild<QPushButton*>(QStringLiteral("discard")), Qt::LeftButton);
        QTRY_VERIFY(!m_fixture->window().isVisible());
    }

    void aPastedPictureBecomesADocument()
    {
        m_fixture->window().start({.model = QString::fromLatin1(kModel)});
        QImage image(37, 29, QImage::Format_ARGB32);
        image.fill(QColor(10, 200, 30));
        QApplication::clipboard()->setImage(image);
        m_fixture->trigger(QStringLiteral("paste"));
        QTRY_VERIFY(m_fixture->isExact());
        QCOMPARE(m_fixture->document()->original()->width, 37);
        QApplication::clipboard()->clear();
        m_fixture->trigger(QStringLiteral("copy"));
        QTRY_COMPARE(QApplication::clipboard()->image().size(), QSize(37, 29));
        QApplication::clipboard()->setText(QStringLiteral("words"));
        m_fixture->trigger(QStringLiteral("paste"));
        QVERIFY(m_fixture->messages().last().contains(QStringLiteral("clipboard")));
    }

    void theStartPageOffersSamplesAndAClickOpensOne()
    {
        m_fixture->window().start({.model = QString::fromLatin1(kModel)});
        const auto cards = m_fixture->window().findChildren<app::PictureCard*>();
        QVERIFY(cards.size() >= 6);
        QTest::mouseClick(cards.first(), Qt::LeftButton);
        QTRY_VERIFY(m_fixture->isExact());
        m_fixture->trigger(QStringLiteral("start-page"));
        QVERIFY(!m_fixture->document());
        QVERIFY(m_fixture->window().findChild<app::StartPage*>()->isVisible());
    }
};

QTEST_MAIN(TestWindowFiles)
#include "test_window_files.moc"
