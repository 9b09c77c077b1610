// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of the clipboard and of files that are laid over the reconstruction in the real window: they float, are put
// down, and become codes.
#include "core/edit/region_sets.h"
#include "tests/app/pixels_fixture.h"

#include <QClipboard>
#include <QFileDialog>

using namespace tessera;
using namespace tessera::tests;
using core::Cell;

class TestPicturePaste : public QObject, PixelsFixture {
    Q_OBJECT

    /// 2 x 3 cells and some more pixels, all red, with a hole where the second cell of the first row is.
    QImage redPicture()
    {
        QImage image(3 * kFactor, 2 * kFactor, QImage::Format_ARGB32);
        image.fill(QColor(kRed));
        for (int y = 0; y < kFactor; ++y)
            for (int x = kFactor; x < 2 * kFactor; ++x)
                image.setPixel(x, y, 0);
        return image;
    }
private slots:
    void initTestCase() { makeDesk(); }
    void init() { begin(); }
    void cleanup() { end(); }

    void aPictureFloatsOverTheReconstructionUntilItIsPutDown()
    {
        QApplication::clipboard()->setImage(redPicture());
        document().select(core::rectangleRegion({5, 6}, {5, 6}, document().grid()), QStringLiteral("there"));
        const core::IndexMap before = codes();
        const int count = steps();
        m_fixture->trigger(QStringLiteral("paste-picture"));
        QTRY_VERIFY(isFloating());
        QCOMPARE(seen({6 * kFactor + 1.5, 5 * kFactor + 1.5}), kRed);
        key(Qt::Key_Down);
        key(Qt::Key_Right);
        QVERIFY(codes() == before);
        m_gate->close();
        key(Qt::Key_Return);
        QVERIFY(!isFloating());
        QCOMPARE(seen({7 * kFactor + 1.5, 6 * kFactor + 1.5}), kRed); // until it is in the reconstruction
        m_gate->open();
        waitUntilAllIsCodes();
        QVERIFY(codes() == with(before, {{6, 7}, {6, 9}, {7, 7}, {7, 8}, {7, 9}}, codeOf(kRed)));
        QCOMPARE(core::cellCount(document().selection()), std::int64_t{5}); // not where it has a hole
        QCOMPARE(steps(), count + 1);
        document().undoStack().undo();
        QVERIFY(codes() == before);
    }

    void escapeThrowsAFloatingPictureAway()
    {
        QApplication::clipboard()->setImage(redPicture());
        m_fixture->trigger(QStringLiteral("paste-picture"));
        QTRY_VERIFY(isFloating());
        const core::IndexMap before = codes();
        key(Qt::Key_Escape);
        QVERIFY(!isFloating());
        QVERIFY(document().painted().layers().empty());
        QVERIFY(codes() == before);
    }

    void twoPicturesPutDownQuicklyBothBecomeCodes()
    {
        m_gate->close();
        const core::IndexMap before = codes();
        for (const int row : {2, 8}) {
            document().select(core::rectangleRegion({row, 6}, {row, 6}, document().grid()), QStringLiteral("there"));
            QApplication::clipboard()->setImage(redPicture());
            m_fixture->trigger(QStringLiteral("paste-picture"));
            QTRY_VERIFY(isFloating());
            key(Qt::Key_Return);
        }
        m_gate->open();
        waitUntilAllIsCodes();
        QVERIFY(codes()
                == with(before, {{2, 6}, {2, 8}, {3, 6}, {3, 7}, {3, 8}, {8, 6}, {8, 8}, {9, 6}, {9, 7}, {9, 8}},
                        codeOf(kRed)));
    }

    void aPictureOfAFileIsPlacedByTheMenu()
    {
        const QString path = m_desk->file(QStringLiteral("red.png"));
        redPicture().save(path);
        m_fixture->trigger(QStringLiteral("place-picture"));
        auto* dialog = m_fixture->window().findChild<QFileDialog*>();
        QVERIFY(dialog);
        emit dialog->fileSelected(path);
        dialog->close();
        QTRY_VERIFY(isFloating());
        key(Qt::Key_Return);
        waitUntilAllIsCodes();
        QCOMPARE(std::ranges::count(codes().codes, codeOf(kRed)), std::ranges::count(counted(12, 17).codes, codeOf(kRed)) + 5);
    }

    void aPictureThatIsTooLargeIsMadeToFit()
    {
        QImage large(680, 240, QImage::Format_RGB32); // ten times as wide as the document
        large.fill(QColor(kRed));
        QApplication::clipboard()->setImage(large);
        m_fixture->trigger(QStringLiteral("paste-picture"));
        QTRY_VERIFY(isFloating());
        key(Qt::Key_Return);
        waitUntilAllIsCodes();
        QCOMPARE(document().selection().bounds.cols, 17);
        QCOMPARE(document().selection().bounds.rows, 6); // 68 x 24 pixels
        QCOMPARE(codes().at(document().selection().bounds.top, 16), codeOf(kRed));
    }

    void aPictureBeyondTheLimitIsRefusedBothWays() // U7
    {
        const int count = static_cast<int>(m_fixture->session().documents().size());
        QApplication::clipboard()->setImage(QImage(24000, 21000, QImage::Format_Mono)); // 504 megapixels in 63 MB
        m_fixture->trigger(QStringLiteral("paste-picture"));
        const auto said = [this] { return m_fixture->messages().join(QLatin1Char(' ')); };
        QTRY_VERIFY2(said().contains(QStringLiteral("24000x21000")) && said().contains(QStringLiteral("64 megapixels")), qPrintable(said()));
        QVERIFY(!isFloating());
        m_fixture->window().messages().clear();
        m_fixture->trigger(QStringLiteral("paste"));
        QTRY_VERIFY2(said().contains(QStringLiteral("24000x21000")) && said().contains(QStringLiteral("64 megapixels")), qPrintable(said()));
        QCOMPARE(static_cast<int>(m_fixture->session().documents().size()), count);
    }

    void aCopiedFileIsPastedAsItsPicture()
    {
        const QString path = m_desk->file(QStringLiteral("copied.png"));
        redPicture().save(path);
        auto* data = new QMimeData;
        data->setUrls({QUrl::fromLocalFile(path)});
        QApplication::clipboard()->setMimeData(data);
        m_fixture->trigger(QStringLiteral("paste-picture"));
        QTRY_VERIFY(isFloating());
        key(Qt::Key_Escape);
    }

    void whatIsNoPictureIsRefused()
    {
        QApplication::clipboard()->setText(QStringLiteral("words"));
        m_fixture->trigger(QStringLiteral("paste-picture"));
        QVERIFY(m_fixture->messages().join(QString()).contains(QStringLiteral("no picture in the clipboard")));
        const QString path = m_desk->file(QStringLiteral("broken.png"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("not a picture");
        file.close();
        auto* data = new QMimeData;
        data->setUrls({QUrl::fromLocalFile(path)});
        QApplication::clipboard()->setMimeData(data);
        m_fixture->window().messages().clear();
        m_fixture->trigger(QStringLiteral("paste-picture"));
        QTRY_VERIFY(m_fixture->messages().join(QString()).contains(QStringLiteral("broken.png")));
        QVERIFY(!isFloating());
    }
};

QTEST_MAIN(TestPicturePaste)
#include "test_picture_paste.moc"
