// SPDX-License-Identifier: GPL-3.0-or-later
// Codes out and in again through every format, and the refusals.
#include "app/codes/code_formats.h"
#include "core/files/npy.h"
#include "tests/app/fake_device.h"
#include "tests/support/bad_input.h"

#include <QImage>
#include <QTest>

#include <iterator>

using namespace tessera;
using namespace tessera::tests;

namespace {

core::IndexMap sample(std::int32_t largest)
{
    core::IndexMap map(1, 3, 5);
    for (std::size_t i = 0; i < map.codes.size(); ++i)
        map.codes[i] = static_cast<std::int32_t>(i * 4001) % largest;
    map.codes.back() = largest;
    return map;
}

core::IndexMap reread(const std::filesystem::path& file) { return core::toIndexMap(app::readCodeFile(file), "codes"); }

} // namespace

class TestCodeFormats : public QObject {
    Q_OBJECT
private slots:
    void everyFormatGivesTheCodesBack()
    {
        const ScratchFolder folder;
        const core::CodeOrigin origin{"v02", 65536, 4};
        for (const app::CodeFormat& format : app::codeFormats()) {
            const auto file = folder / (std::string("codes.") + format.suffix);
            app::writeCodeFile(file, sample(65535), origin);
            QVERIFY2(reread(file) == sample(65535), format.suffix);
            QVERIFY(!app::codeFormatName(format).isEmpty() && !app::codeFormatContent(format).isEmpty());
            QCOMPARE(app::codeFormatOf("SOME." + QByteArray(format.suffix).toUpper().toStdString()), &format);
            // By content, whatever it is called.
            std::filesystem::rename(file, folder / "renamed.txt");
            QVERIFY2(reread(folder / "renamed.txt") == sample(65535), format.suffix);
        }
        QCOMPARE(app::codeFormatOf("codes.tiff"), nullptr);
    }

    void aPngOfCodesIsPlainGrayOfSixteenBits()
    {
        const ScratchFolder folder;
        app::writeCodeFile(folder / "codes.png", sample(65535), {});
        const QImage image(QString::fromStdString((folder / "codes.png").string()));
        QCOMPARE(image.format(), QImage::Format_Grayscale16);
        QCOMPARE(image.size(), QSize(5, 3));
        QCOMPARE(reinterpret_cast<const quint16*>(image.constScanLine(2))[4], quint16(65535));
        QCOMPARE(reinterpret_cast<const quint16*>(image.constScanLine(0))[1], quint16(4001));
    }

    void aCodeThatAPngCannotHoldIsNamed()
    {
        const ScratchFolder folder;
        const QString message =
            messageOf<core::FormatError>([&] { app::writeCodeFile(folder / "codes.png", sample(65536), {}); });
        REFUSES(message, (QStringList{"codes.png", "row 2, column 4", "65536", "65535", ".npy"}));
        REFUSES(messageOf<core::FormatError>([&] {
            app::writeCodeFile(folder / "codes.png", core::IndexMap(2, 3, 5), {});
        }), (QStringList{"codes.png", "one map", "2"}));
        QCOMPARE(folder.names(), QStringList());
    }

    void aGrayPngOfEightBitsIsReadAsNumbers()
    {
        const ScratchFolder folder;
        QImage image(5, 3, QImage::Format_Grayscale8);
        for (int y = 0; y < 3; ++y)
            for (int x = 0; x < 5; ++x)
                image.scanLine(y)[x] = static_cast<uchar>(50 * y + x);
        image.save(QString::fromStdString((folder / "gray.png").string()));
        QCOMPARE(reread(folder / "gray.png").at(2, 3), 103);
    }

    void picturesThatAreNoCodesAreRefused()
    {
        const ScratchFolder folder;
        const auto refused = [&](QImage::Format format, const char* name, const QStringList& words) {
            QImage image(5, 3, format);
            image.fill(QColor(10, 200, 90, 128));
            image.save(QString::fromStdString((folder / name).string()));
            return flaw(messageOf<core::FormatError>([&] { app::readCodeFile(folder / name); }),
                        words + QStringList{name});
        };
        QCOMPARE(refused(QImage::Format_RGB32, "colour.png", {"not gray"}), QString());
        QCOMPARE(refused(QImage::Format_ARGB32, "alpha.png", {"not gray"}), QString());
        QCOMPARE(refused(QImage::Format_Mono, "mono.png", {"bits"}), QString());
        QCOMPARE(refused(QImage::Format_RGB32, "photo.bmp", {"photo.bmp", ".npy"}), QString());
    }

    void filesThatAreNoneAreRefused()
    {
        const ScratchFolder folder;
        const auto message = [&](const std::string& name, std::string_view bytes) {
            return messageOf([&] { app::readCodeFile(folder.write(name, bytes)); });
        };
        REFUSES(message("a.npy", "1 2 3"), (QStringList{"a.npy", "NumPy"}));
        REFUSES(message("a.json", "1 2 3"), (QStringList{"a.json", "expected"}));
        REFUSES(message("a.txt", "1 2 3"), (QStringList{"a.txt", ".npy", ".json"}));
        REFUSES(message("cut.png", std::string_view("\x89PNG\r\n\x1a\n", 8)), QStringList{"cut.png"});
        REFUSES(message("empty", ""), QStringList{"empty"});
        REFUSES(messageOf([&] { app::readCodeFile(folder / "none.npy"); }), QStringList{"none.npy"});
        REFUSES(messageOf([&] { app::writeCodeFile(folder / "codes.csv", sample(9), {}); }),
                (QStringList{"codes.csv", ".npy"}));
    }

    void anotherModelIsSaidAndTheSameIsNot()
    {
        const core::VqModel& model = *tinyModel();
        const core::CodeOrigin own = app::originOf(model);
        QCOMPARE(app::mismatch(own, model), std::string());
        QCOMPARE(app::mismatch({}, model), std::string());
        core::CodeOrigin other = own;
        other.model = "another";
        REFUSES(QString::fromStdString(app::mismatch(other, model)), (QStringList{"another", "512 codes", "factor 4"}));
        REFUSES(QString::fromStdString(app::mismatch({{}, 1024, 0}, model)), (QStringList{"1024 codes", "512 codes"}));
        REFUSES(QString::fromStdString(app::mismatch({{}, 0, 8}, model)), (QStringList{"factor 8", "factor 4"}));
    }
};

QTEST_GUILESS_MAIN(TestCodeFormats)
#include "test_code_formats.moc"
