// SPDX-License-Identifier: GPL-3.0-or-later
// The whole way through the window with real mouse events, on the best device there is: open, paint, undo, export, and
// what the command line says about the exported codes.
#include "app/codes/code_importer.h"
#include "app/exports/exporter.h"
#include "app/pictures/picture_files.h"
#include "app/tools/tool_state.h"
#include "core/files/npy.h"
#include "tests/app/window_fixture.h"

#include <QProcess>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;

class TestWindow : public QObject {
    Q_OBJECT

    std::unique_ptr<Desk> m_desk;

    static QImage readImage(const QString& path)
    {
        return app::toImage(app::readPicture(std::filesystem::path(path.toStdString())).picture);
    }

    /// Of all colours, in steps of eight bits; 256 where the sizes differ.
    static int largestDifference(const QImage& one, const QImage& other)
    {
        if (one.size() != other.size())
            return 256;
        int largest = 0;
        for (int y = 0; y < one.height(); ++y)
            for (int x = 0; x < one.width(); ++x) {
                const QRgb a = one.pixel(x, y), b = other.pixel(x, y);
                largest = std::max({largest, std::abs(qRed(a) - qRed(b)), std::abs(qGreen(a) - qGreen(b)),
                                    std::abs(qBlue(a) - qBlue(b))});
            }
        return largest;
    }

    // On a cold start a window's first decode takes other kernels than the command line's: single values round otherwise.
    static constexpr int kOneStep = 1;

    /// A part of a sample whose sides are no multiples of the factor, with alpha.
    QString oddPicture()
    {
        const QImage part = QImage(samplePath(QStringLiteral("chelsea.jpg"))).copy(101, 37, 203, 149).convertToFormat(QImage::Format_ARGB32);
        QImage cut = part;
        for (int y = 0; y < 40; ++y)
            for (int x = 0; x < 40; ++x)
                cut.setPixelColor(x, y, QColor(200, 30, 40, 6 * x));
        const QString path = m_desk->file(QStringLiteral("odd.png"));
        cut.save(path);
        return path;
    }

    /// Runs the built program on exported codes.
    void decodeOnCommandLine(const QString& codes, const QString& output, QSize size)
    {
        QProcess program;
        program.start(QStringLiteral(TESSERA_BINARY_DIR "/tessera"),
                      {QStringLiteral("decode"), codes, QStringLiteral("-o"), output, QStringLiteral("--size"),
                       QStringLiteral("%1x%2").arg(size.width()).arg(size.height())});
        QVERIFY2(program.waitForFinished(kPatienceMs), qPrintable(program.errorString()));
        QVERIFY2(program.exitCode() == 0, program.readAllStandardError().constData());
    }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }

    void aStrokeIsEchoedDecodedUndoneAndRedone()
    {
        WindowFixture fixture;
        fixture.window().start({.files = {samplePath(QStringLiteral("chelsea.jpg"))}});
        QTRY_VERIFY_WITH_TIMEOUT(fixture.isExact(), kPatienceMs);
        app::Document& document = *fixture.document();
        const core::IndexMap encoded = document.encodedCodes();
        QCOMPARE(document.codes(), encoded);
        const auto before = document.reconstruction();

        fixture.window().tools().setCode(700);
        fixture.window().tools().setBrushSize(3);
        fixture.drag(PaneSource::codes, {{10, 12}, {12, 25}, {20, 31}});
        QCOMPARE(document.codes().at(10, 12), 700);
        QCOMPARE(document.codes().at(20, 31), 700);
        QVERIFY(!document.isExact()); // the echo is there before any decode
        const core::IndexMap painted = document.codes();
        QTRY_VERIFY_WITH_TIMEOUT(document.isExact(), kPatienceMs);
        QVERIFY(document.reconstruction()->values != before->values);
        const auto after = document.reconstruction();

        fixture.trigger(QStringLiteral("undo")); // one stroke is one step
        QCOMPARE(document.codes(), encoded);
        QTRY_VERIFY_WITH_TIMEOUT(document.isExact(), kPatienceMs);
        QVERIFY(document.reconstruction()->values == before->values);
        fixture.trigger(QStringLiteral("redo"));
        QCOMPARE(document.codes(), painted);
        QTRY_VERIFY_WITH_TIMEOUT(document.isExact(), kPatienceMs);
        QVERIFY(document.reconstruction()->values == after->values);
        fixture.trigger(QStringLiteral("restore-all"));
        QCOMPARE(document.codes(), encoded);
    }

    void theCommandLineDecodesExportedCodesToTheExportedPicture()
    {
        WindowFixture fixture;
        fixture.window().start({.files = {samplePath(QStringLiteral("chelsea.jpg"))}});
        QTRY_VERIFY_WITH_TIMEOUT(fixture.isExact(), kPatienceMs);
        app::Document& document = *fixture.document();
        fixture.window().tools().setCode(40);
        fixture.window().tools().setBrushSize(2);
        fixture.drag(PaneSource::reconstruction, {{5, 40}, {30, 44}});
        const QString picture = m_desk->file(QStringLiteral("painted.png")), codes = m_desk->file(QStringLiteral("painted.npy"));
        QVERIFY(!document.isExact());
        fixture.window().exporter().exportPicture(picture, {}); // waits for the decode of the stroke
        QVERIFY(fixture.window().exporter().isWaiting());
        QVERIFY(!QFile::exists(picture));
        QTRY_VERIFY_WITH_TIMEOUT(!fixture.window().exporter().isWorking(), kPatienceMs);
        QVERIFY(document.isExact());
        fixture.window().exporter().exportCodes(codes);
        QTRY_VERIFY_WITH_TIMEOUT(!fixture.window().exporter().isWorking(), kPatienceMs);
        QVERIFY(core::toIndexMap(core::readNpy(codes.toStdString()), "codes") == document.codes());
        QVERIFY(!document.isModified()); // the codes are safe on the disk

        const QString decoded = m_desk->file(QStringLiteral("decoded.png"));
        decodeOnCommandLine(codes, decoded, QSize(448, 288));
        QVERIFY(largestDifference(readImage(decoded), readImage(picture)) <= kOneStep);
    }

    void aPictureThatDoesNotFitIsExportedInItsOwnSizeWithItsAlpha()
    {
        WindowFixture fixture;
        fixture.window().start({.files = {oddPicture()}});
        QTRY_VERIFY_WITH_TIMEOUT(fixture.isExact(), kPatienceMs);
        QCOMPARE(fixture.document()->seen()->width, 208);
        const QString picture = m_desk->file(QStringLiteral("odd-out.png")), codes = m_desk->file(QStringLiteral("odd-out.npy"));
        fixture.window().exporter().exportPicture(picture, {.bits = 16});
        fixture.window().exporter().exportCodes(codes);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(picture) && QFile::exists(codes), kPatienceMs);
        const app::ReadPicture written = app::readPicture(std::filesystem::path(picture.toStdString()));
        QCOMPARE(written.facts.bits, 16);
        QCOMPARE(QSize(written.picture.width, written.picture.height), QSize(203, 149));
        QVERIFY(written.picture.hasAlpha());
        const app::ReadPicture original = app::readPicture(std::filesystem::path(oddPicture().toStdString()));
        for (int y = 0; y < 149; ++y)
            for (int x = 0; x < 203; ++x)
                QVERIFY(std::abs(written.picture.pixel(x, y)[3] - original.picture.pixel(x, y)[3]) < 1e-3F);

        const QString eightBits = m_desk->file(QStringLiteral("odd-8.png")), decoded = m_desk->file(QStringLiteral("odd-decoded.png"));
        fixture.window().exporter().exportPicture(eightBits, {});
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(eightBits), kPatienceMs);
        decodeOnCommandLine(codes, decoded, QSize(203, 149));
        QVERIFY(largestDifference(readImage(eightBits), readImage(decoded)) <= kOneStep);
    }

    void exportedCodesComeBackAsOneStep()
    {
        WindowFixture fixture;
        fixture.window().start({.files = {oddPicture()}});
        QTRY_VERIFY_WITH_TIMEOUT(fixture.isExact(), kPatienceMs);
        app::Document& document = *fixture.document();
        fixture.window().tools().setCode(9);
        fixture.drag(PaneSource::input, {{2, 3}, {9, 14}, {3, 20}});
        const core::IndexMap painted = document.codes();
        const QString codes = m_desk->file(QStringLiteral("back.npy"));
        fixture.window().exporter().exportCodes(codes);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(codes), kPatienceMs);
        fixture.trigger(QStringLiteral("restore-all"));
        QVERIFY(document.codes() == document.encodedCodes());
        const int steps = document.undoStack().index();
        fixture.drop({codes}); // a file of codes on an open picture
        QTRY_COMPARE_WITH_TIMEOUT(document.codes(), painted, kPatienceMs);
        QCOMPARE(document.undoStack().index(), steps + 1);
        QTRY_VERIFY_WITH_TIMEOUT(document.isExact(), kPatienceMs);
    }

    void anotherModelEncodesTheOpenPictureAgain()
    {
        WindowFixture fixture;
        fixture.window().start({.files = {oddPicture()}});
        QTRY_VERIFY_WITH_TIMEOUT(fixture.isExact(), kPatienceMs);
        QCOMPARE(fixture.document()->grid(), (core::CellRect{0, 0, 19, 26}));
        fixture.drop({QStringLiteral(TESSERA_SOURCE_DIR "/resources/models/photo-f4-512")});
        QTRY_COMPARE_WITH_TIMEOUT(fixture.document()->grid(), (core::CellRect{0, 0, 38, 51}), kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.isExact(), kPatienceMs);
        QCOMPARE(fixture.session().model().model->config().codes, std::int64_t{512});
        QCOMPARE(fixture.messages(), QStringList());
    }
};

QTEST_MAIN(TestWindow)
#include "test_window.moc"
