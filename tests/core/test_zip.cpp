// SPDX-License-Identifier: Apache-2.0
// ZIP archives: what is written comes back, and what strangers send is judged before memory is taken.
#include "core/files/zip.h"

#include "core/error.h"
#include "core/files/zip_file.h"
#include "tests/support/bad_input.h"
#include "tests/support/torch_bytes.h"

#include <QTest>

#include <cstring>
#include <span>

using namespace tessera;
using namespace tessera::tests;

namespace {

using Bytes = std::vector<std::byte>;

Bytes bytesIn(std::string_view text)
{
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

/// A compressible run of bytes of an odd length.
Bytes run(std::size_t size)
{
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<std::byte>(i / 37 % 251);
    return bytes;
}

Bytes smallArchive()
{
    core::ZipWriter writer;
    writer.add("manifest.json", bytesIn("{}"));
    writer.add("stamps/1.npy", run(1'003));
    writer.add("input.png", run(77), core::ZipWriter::Packing::stored);
    return writer.finish();
}

/// The archive with `from` replaced by `to`, of the same length, everywhere.
Bytes replaced(Bytes archive, std::string_view from, std::string_view to)
{
    for (std::size_t i = 0; i + from.size() <= archive.size(); ++i)
        if (std::memcmp(archive.data() + i, from.data(), from.size()) == 0)
            std::memcpy(archive.data() + i, to.data(), to.size());
    return archive;
}

/// Reads all of it; the message of what went wrong, empty for nothing.
QString problemOf(const Bytes& archive, const core::ZipLimits& limits = {})
{
    try {
        const core::ZipReader reader(archive, limits);
        for (const core::ZipEntry& entry : reader.entries())
            reader.read(entry.name, 1 << 20);
        return {};
    } catch (const core::FormatError& error) {
        return QString::fromUtf8(error.what());
    }
}

/// Writes a little-endian number over the field at `offset` of each directory record ("PK\1\2").
Bytes withDirectoryField(Bytes archive, std::size_t offset, std::uint32_t value, int size)
{
    for (std::size_t i = 0; i + 46 <= archive.size(); ++i)
        if (std::memcmp(archive.data() + i, "PK\1\2", 4) == 0)
            std::memcpy(archive.data() + i + offset, &value, static_cast<std::size_t>(size));
    return archive;
}

} // namespace

class TestZip : public QObject {
    Q_OBJECT

private slots:
    void whatIsWrittenComesBack()
    {
        const Bytes archive = smallArchive();
        const core::ZipReader reader(archive);
        QCOMPARE(reader.entries().size(), std::size_t{3});
        QCOMPARE(reader.entries()[1].name, std::string("stamps/1.npy"));
        QCOMPARE(reader.entries()[1].bytes, std::uint64_t{1'003});
        QVERIFY(reader.read("manifest.json", 100) == bytesIn("{}"));
        QVERIFY(reader.read("stamps/1.npy", 1'003) == run(1'003));
        QVERIFY(reader.read("input.png", 100) == run(77));
        QVERIFY(reader.contains("input.png") && !reader.contains("input"));
        QVERIFY(archive.size() < 900); // the run is deflated
        QVERIFY(archive == smallArchive());
    }

    void anEmptyEntryAndAnEmptyArchiveAreFine()
    {
        core::ZipWriter writer;
        writer.add("nothing", {});
        const Bytes archive = writer.finish();
        QVERIFY(core::ZipReader(archive).read("nothing", 0).empty());
    }

    void aMissingOrTooLargeEntryIsRefused()
    {
        const Bytes archive = smallArchive();
        const core::ZipReader reader(archive);
        QVERIFY_EXCEPTION_THROWN(reader.read("codes.npy", 100), core::FormatError);
        QVERIFY_EXCEPTION_THROWN(reader.read("stamps/1.npy", 1'002), core::FormatError);
    }

    void anArchiveCutAnywhereIsRefused()
    {
        const Bytes archive = smallArchive();
        for (std::size_t size = 0; size < archive.size(); ++size)
            QVERIFY2(!problemOf(Bytes(archive.begin(), archive.begin() + static_cast<std::ptrdiff_t>(size))).isEmpty(),
                     qPrintable(QString::number(size)));
    }

    void aFlippedBitNeverGivesOtherContents()
    {
        const Bytes archive = smallArchive();
        for (std::size_t i = 0; i < archive.size(); ++i) {
            Bytes flipped = archive;
            flipped[i] ^= std::byte{0x10};
            try {
                const core::ZipReader reader(flipped);
                if (reader.contains("stamps/1.npy"))
                    QVERIFY2(reader.read("stamps/1.npy", 1 << 20) == run(1'003), qPrintable(QString::number(i)));
            } catch (const core::FormatError&) {
            }
        }
    }

    void hostileArchivesAreRefusedInWords_data()
    {
        QTest::addColumn<QByteArray>("archive");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const Bytes& archive, const char* says) {
            QTest::newRow(name) << QByteArray(reinterpret_cast<const char*>(archive.data()), qsizetype(archive.size())) << says;
        };
        const Bytes good = smallArchive();
        row("nothing", {}, "empty");
        row("a web page", bytesIn("<!DOCTYPE html><html></html>"), "web page");
        row("a way out", replaced(good, "stamps/1.npy", "../mps/1.npy"), "../mps/1.npy");
        row("from the root", replaced(good, "stamps/1.npy", "/tamps/1.npy"), "/tamps/1.npy");
        row("another system's way out", replaced(good, "stamps/1.npy", "..\\mps/1.npy"), "1.npy");
        row("a name twice", [] {
            core::ZipWriter writer;
            writer.add("first.bin", bytesIn("1"));
            writer.add("other.bin", bytesIn("2"));
            return replaced(writer.finish(), "other.bin", "first.bin");
        }(), "");
        row("a size that cannot be", withDirectoryField(good, 24, 0x7fffffffU, 4), "");
        row("an unknown packing", withDirectoryField(good, 10, 14, 2), "");
        row("encrypted", withDirectoryField(good, 8, 1, 2), "");
        // The same in both records, which libzip then has nothing against.
        const auto whole = [](const RawEntry& entry) { return bytesIn(RawZip{.entries = {entry}, .zip64 = false}.bytes()); };
        const std::string packed = deflated(std::string(1'000, 'x'));
        row("whole", whole({.name = "a", .bytes = packed, .method = 8, .flags = 0, .crc = crcOf(std::string(1'000, 'x')),
                            .unpacked = 1'000}), "");
        row("a packing of another kind", whole({.name = "a", .bytes = "x", .method = 14, .flags = 0}), "packed by method 14");
        row("a stored entry that grows", whole({.name = "a", .bytes = "x", .flags = 0, .unpacked = 2}), "unpack to 2 bytes");
        row("more than deflate can pack", whole({.name = "a", .bytes = packed, .method = 8, .flags = 0,
                                                 .unpacked = 1'000'000}), "unpack to 1,000,000 bytes");
        const auto two = [](const RawEntry& first, const RawEntry& second) {
            return bytesIn(RawZip{.entries = {first, second}, .zip64 = false}.bytes());
        };
        row("two of one name", two({.name = "a", .bytes = "x", .flags = 0}, {.name = "a", .bytes = "y", .flags = 0}),
            "already exists"); // libzip looks at names, too
        const RawEntry large{.name = "a", .bytes = std::string(5'000, 'x'), .flags = 0, .offset = 0};
        row("two of the same bytes", [&] {
            std::string archive = RawZip{.entries = {large}, .zip64 = false}.bytes();
            const std::size_t directory = archive.find("PK\1\2"), end = archive.find("PK\5\6");
            const std::string record = archive.substr(directory, end - directory);
            std::string tail = archive.substr(end);
            tail[8] = tail[10] = 2; // entries
            const auto bytes = static_cast<std::uint32_t>(2 * record.size());
            std::memcpy(tail.data() + 12, &bytes, 4);
            return bytesIn(archive.substr(0, end) + record + tail);
        }(), "");
        row("an encrypted entry", whole({.name = "a", .bytes = std::string(20, 'x'), .flags = 1}), "encrypted");
    }

    void hostileArchivesAreRefusedInWords()
    {
        QFETCH(QByteArray, archive);
        QFETCH(QString, says);
        const QString problem = problemOf(bytesIn({archive.constData(), static_cast<std::size_t>(archive.size())}));
        const bool isGood = qstrcmp(QTest::currentDataTag(), "whole") == 0; // so that the others differ in one thing
        QVERIFY2(problem.isEmpty() == isGood && problem.contains(says), qPrintable(problem));
    }

    void foldersInAnArchiveArePassedOver()
    {
        const std::string archive =
            RawZip{.entries = {{.name = "stamps/", .flags = 0}, {.name = "stamps/a", .bytes = "x", .flags = 0}}, .zip64 = false}
                .bytes();
        const core::ZipReader reader(std::as_bytes(std::span(archive)));
        QCOMPARE(reader.entries().size(), std::size_t{1});
    }

    void anEntryBeyondTheLimitIsNotUnpacked()
    {
        const ScratchFolder folder;
        const core::ZipFile one(folder.write("one.zip", RawZip{.entries = {{.name = "a", .bytes = "12345"}}}.bytes()));
        REFUSES(messageOf<core::FormatError>([&] { one.read(one.parts().at(0), 4); }),
                (QStringList{"\"a\" has 5 bytes", "at most 4"}));
    }

    void limitsAreKept()
    {
        const Bytes archive = smallArchive();
        QVERIFY(problemOf(archive, {.entries = 2}).contains("3 entries"));
        QVERIFY(problemOf(archive, {.bytes = 1'081}).contains("1,081"));
        QCOMPARE(problemOf(archive, {.entries = 3, .bytes = 1'082}), QString());
    }
};

QTEST_APPLESS_MAIN(TestZip)
#include "test_zip.moc"
