// SPDX-License-Identifier: Apache-2.0
// Files that people pick for pictures, and those that must not be taken for one of them.
#include "core/files/bounded_file.h"
#include "core/files/media_kinds.h"
#include "tests/support/bad_input.h"

#include <QTest>

using namespace tessera::core;
using namespace tessera::tests;

namespace {

std::span<const std::byte> bytesIn(const QByteArray& text)
{
    return std::as_bytes(std::span(text.constData(), static_cast<std::size_t>(text.size())));
}

/// The box that files of HEIF, MP4 and QuickTime begin with.
QByteArray ftyp(const QByteArray& main, const QByteArray& others)
{
    return QByteArray(3, 0) + static_cast<char>(16 + others.size()) + "ftyp" + main + QByteArray(4, 0) + others;
}

QByteArray at(qsizetype offset, const QByteArray& bytes) { return QByteArray(offset, 0) + bytes; }

} // namespace

class TestMediaKinds : public QObject {
    Q_OBJECT
private slots:
    void eachIsKnownByItsFirstBytesAndHasARemedy_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("name");
        const auto row = [](const char* name, const QByteArray& bytes) { QTest::newRow(name) << bytes << QString(name); };
        row("HEIC", ftyp("heic", "mif1heic"));
        row("HEIC picture, as", ftyp("mif1", "mif1heic")); // as some telephones have it
        row("HEIF", ftyp("mif1", "miaf"));
        row("AVIF", ftyp("avif", "mif1miaf"));
        row("AVIF picture", ftyp("mif1", "avifmif1"));
        row("Canon CR3", ftyp("crx ", "crx isom"));
        row("MP4 video", ftyp("isom", "isomiso2avc1mp41"));
        row("QuickTime", ftyp("qt  ", "qt  "));
        row("QuickTime video", QByteArray(2, 0) + QByteArray("\1\0moov", 6) + QByteArray(8, 0));
        row("M4A", ftyp("M4A ", "isom"));
        row("WebM", QByteArray("\x1A\x45\xDF\xA3\x9F\x42\x86\x81\1\x42\x82\x84webm"));
        row("AVI", "RIFF\1\1\1\1AVI LIST");
        row("WAV", "RIFF\1\1\1\1WAVEfmt ");
        row("JPEG XL", QByteArray("\xFF\x0A\xFA\x1F", 4));
        row("JPEG XL picture", QByteArray("\0\0\0\x0CJXL \r\n\x87\n", 12));
        row("JPEG 2000", QByteArray("\0\0\0\x0CjP  \r\n\x87\n", 12));
        row("JPEG 2000 picture", QByteArray("\xFF\x4F\xFF\x51\0\x29", 6));
        row("JPEG-LS", QByteArray("\xFF\xD8\xFF\xF7\0\x0B", 6));
        row("JPEG XR", QByteArray("II\xBC\1", 4));
        row("BigTIFF", QByteArray("MM\0+\0\x08\0\0", 8));
        row("PSD", "8BPS" + QByteArray("\0\1", 2));
        row("XCF", "gimp xcf v011");
        row("Krita", "PK\3\4" + at(26, "mimetypeapplication/x-kritaPK"));
        row("OpenRaster", "PK\3\4" + at(26, "mimetypeimage/openrasterPK"));
        row("Canon CR2", QByteArray("II*\0\x10\0\0\0CR\2\0", 12));
        row("Fujifilm RAF", "FUJIFILMCCD-RAW 0201");
        row("Olympus ORF", QByteArray("IIRO\x08\0\0\0", 8));
        row("Panasonic RW2", QByteArray("IIU\0\x18\0\0\0", 8));
        row("OpenEXR", QByteArray("\x76\x2F\x31\x01\2\0\0\0", 8));
        row("Radiance", "#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n");
        row("QOI", QByteArray("qoif\0\0\1\0", 8));
        row("portable map", "P6\n# made by hand\n3 2\n255\n");
        row("portable map (PPM", "P7\nWIDTH 3\n");
        row("PFM", "PF\n3 2\n-1.0\n");
        row("ICO", QByteArray("\0\0\1\0\1\0", 6));
        row("FITS", "SIMPLE  =                    T");
        row("DICOM", at(128, "DICM"));
        row("PDF", "%PDF-1.7\n");
        row("PostScript", "%!PS-Adobe-3.0\n");
        row("DjVu", "AT&TFORM\1\1\1\1DJVU");
        row("EMF", QByteArray("\1\0\0\0", 4) + at(36, " EMF"));
        row("SVG", "<svg xmlns='x'/>");
        row("SVG drawing", "\xEF\xBB\xBF<?xml version='1.0'?>\n<!DOCTYPE svg>\n<SVG/>");
        row("MP3", QByteArray("ID3\4\0\0", 6));
    }

    void eachIsKnownByItsFirstBytesAndHasARemedy()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, name);
        const std::optional<MediaKind> kind = mediaKind(bytesIn(bytes));
        QVERIFY(kind);
        const QString said = QString::fromUtf8(kind->name.data(), qsizetype(kind->name.size()));
        ADVISES(said + "; " + QString::fromUtf8(kind->remedy.data(), qsizetype(kind->remedy.size())), QStringList{name});
        QCOMPARE(QString::fromStdString(looksLike(bytesIn(bytes))), said); // readers of models and codes say it, too
        for (qsizetype size = 0; size < bytes.size(); ++size)
            mediaKind(bytesIn(bytes.left(size))); // cut anywhere: nothing, or another kind
    }

    void whatIsReadOrIsSomethingElseIsNoneOfThem_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char* name, const QByteArray& bytes) { QTest::newRow(name) << bytes; };
        row("nothing", {});
        row("PNG", "\x89PNG\r\n\x1A\n");
        row("JPEG", "\xFF\xD8\xFF\xE0");
        row("TIFF", QByteArray("II*\0\x08\0\0\0", 8));
        row("GIF", "GIF89a");
        row("WebP", "RIFF\1\1\1\1WEBPVP8 ");
        row("BMP", "BM" + QByteArray(60, 1));
        row("checkpoint", "PK\3\4" + at(26, "archive/data.pklFB"));
        row("JSON", "{\"_class_name\": \"VQModel\", \"about\": \"<svg> moov mdat ftyp\"}");
        row("web page with a drawing", "<!DOCTYPE html><html><body><svg width='1'/></body></html>");
        row("text", "P is for pictures, PF for prices");
        // Of safetensors the first two or three bytes are a number.
        for (const QByteArray& begin : {QByteArray("\xFF\x0A\0\0", 4), QByteArray("\0\0\1\0", 4), QByteArray("II\xBC\0", 4),
                                        QByteArray("IIU\0", 4)})
            row(begin.toHex(), begin + at(4, "{\"a\":{}}"));
    }

    void whatIsReadOrIsSomethingElseIsNoneOfThem()
    {
        QFETCH(QByteArray, bytes);
        const std::optional<MediaKind> kind = mediaKind(bytesIn(bytes));
        QVERIFY2(!kind, kind ? std::string(kind->name).c_str() : "");
    }
};

QTEST_APPLESS_MAIN(TestMediaKinds)
#include "test_media_kinds.moc"
