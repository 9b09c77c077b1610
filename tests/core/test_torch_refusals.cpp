// SPDX-License-Identifier: Apache-2.0
// Files that are no checkpoints of torch, and archives that lie, are refused. The row names are those of the catalogue of bad
// input.
#include "tests/core/torch_files.h"

#include <QTest>

#include <functional>

using namespace tessera::core;
using namespace tessera::tests;
using namespace std::string_literals;

class TestTorchRefusals : public QObject {
    Q_OBJECT
private slots:
    void filesOfOtherFormatsAreNamed_data() // P20, S21
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char* name, const std::string& bytes, const QStringList& words) {
            QTest::newRow(name) << QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())) << words;
        };
        row("nothing", "", {"the file is empty", "expected a checkpoint"});
        row("P20 torch before 1.6", "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19\x2e\x80\x02M"s,
            {"before version 1.6", "save it again"});
        row("P20 tar", std::string(257, 'x') + "ustar" + std::string(300, '\0'), {"tar archive", "save it again"});
        row("P20 7z", "7z\xBC\xAF\x27\x1C", {"a 7z archive", "expected the ZIP archive"});
        row("a bare pickle", pickle::whole("N"), {"a bare Python pickle", "save it again"});
        row("LFS", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n",
            {"Git LFS pointer", "git lfs pull", "expected"});
        row("a web page", "<!DOCTYPE html><html>404", {"a web page", "download", "expected"});
        row("safetensors", safetensors("{}", ""), {"a safetensors file", "expected", "rename", ".safetensors"});
        row("a GGUF model", "GGUF\3\0\0\0"s, {"GGUF", "expected"});
        row("a picture", "\x89PNG\r\n\x1a\n", {"PNG", "expected"});
        row("zeros", std::string(5000, '\0'), {"zero bytes"});
        row("random", "\x13\x37\xee\xaa\x01", {"no checkpoint of torch"});
    }

    void filesOfOtherFormatsAreNamed()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QStringList, words);
        const Checkpoints files;
        ADVISES(files.refusal(bytes.toStdString()), words << "model.ckpt");
    }

    void archivesThatLieAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char* name, const std::string& bytes, const QStringList& words) {
            QTest::newRow(name) << QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())) << words;
        };
        const auto changed = [&](const char* name, const QStringList& words,
                                 const std::function<void(RawZip&)>& change) {
            RawZip zip = goodZip();
            change(zip);
            row(name, zip.bytes(), words);
        };
        const std::string good = goodZip().bytes();
        row("Z1 no end record", good.substr(0, good.size() - 22), {"end record"});
        row("Z1 half", good.substr(0, good.size() / 2), {"cut or damaged"});
        row("Z1 a comment that is cut", good.substr(0, good.size() - 2) + "\5\0ab"s, {"end record"});
        RawZip plain = goodZip();
        plain.zip64 = false;
        row("Z1 a directory beyond the file", withTail(plain.bytes(), kEndBegin, raw(std::uint32_t{0x7FFFFFFF})),
            {"cut or damaged", "2,147,483,647"});
        row("Z1 one of several volumes", withTail(plain.bytes(), kEndDisk, raw(std::uint16_t{1})), {"several volumes"});
        row("Z2 two archives", good + good, {"cut or damaged"});
        changed("Z1 a count too high", {"cut or damaged"}, [](RawZip& zip) { zip.count = 5; });
        changed("Z1 a count too low", {"bytes more"}, [](RawZip& zip) { zip.count = 2; });
        changed("Z2 something before", {"cut or damaged"}, [](RawZip& zip) { zip.before = "PK\3\4 program"; });
        changed("S21 a program before", {"no checkpoint of torch"}, [](RawZip& zip) { zip.before = "MZ program"; });
        changed("Z2 something behind", {"end record"}, [](RawZip& zip) { zip.after = "x"; });
        changed("Z2 two end records", {"two end records"},
                [](RawZip& zip) { zip.comment = "PK\5\6"s + std::string(16, '\0') + "\0\0"s; });
        changed("Z3 the pickle twice", {"two entries", "data.pkl"},
                [](RawZip& zip) { zip.entries.push_back(zip.entries[0]); });
        changed("Z3 a storage twice", {"two entries", "archive/data/0"},
                [](RawZip& zip) { zip.entries.push_back(zip.entries[1]); });
        changed("Z3 names that differ in case", {"two entries"},
                [](RawZip& zip) { zip.entries.push_back({.name = "archive/DATA.pkl", .bytes = "N."}); });
        changed("Z3 two folders", {"different folders"},
                [](RawZip& zip) { zip.entries.push_back({.name = "other/data.pkl", .bytes = "N."}); });
        changed("Z3 a file outside of the folder", {"\"data.pkl\" lies in no folder", "choose another file"},
                [](RawZip& zip) { zip.entries.push_back({.name = "data.pkl", .bytes = "N."}); });
        row("an archive of NumPy", RawZip{{{.name = "codes.npy", .bytes = "x"}}}.bytes(),
            {"\"codes.npy\" lies in no folder", ".npz", "choose another file"});
        changed("Z4 another name in the header", {"another name"},
                [](RawZip& zip) { zip.entries[0].localName = "archive/evil.pkl"; });
        changed("Z4 an offset at no header", {"no header"}, [](RawZip& zip) { zip.entries[1].offset = 3; });
        changed("Z4 the same bytes twice", {"overlaps"}, [](RawZip& zip) {
            zip.entries[2] = {.name = "archive/data/1", .bytes = zip.entries[1].bytes, .localName = "archive/data/0"};
            zip.entries[2].offset = 0;
            zip.entries[2].name = "archive/data.pkl2";
            zip.entries[0].localName = "archive/data.pkl2"; // so that its header fits both
            zip.entries[0].name = "archive/data.pkl2";
            zip.entries[2].bytes = zip.entries[0].bytes;
            zip.entries[2].name = "archive/data.pkl2";
            zip.entries.erase(zip.entries.begin() + 1);
        });
        changed("Z5 encrypted", {"encrypted"}, [](RawZip& zip) { zip.entries[1].flags |= 1; });
        changed("Z5 bzip2", {"method 12", "expected stored"}, [](RawZip& zip) { zip.entries[1].method = 12; });
        changed("Z6 a bomb", {"cannot"}, [](RawZip& zip) {
            zip.entries[1].method = 8;
            zip.entries[1].unpacked = 0x7FFFFFFF;
        });
        changed("Z6 larger than stated", {"damaged"}, [](RawZip& zip) {
            zip.entries[1] = {.name = "archive/data/0", .bytes = deflated(std::string(60, 'a')), .method = 8};
            zip.entries[1].unpacked = 48;
        });
        changed("Z6 smaller than stated", {"damaged"}, [](RawZip& zip) {
            zip.entries[1] = {.name = "archive/data/0", .bytes = deflated(std::string(20, 'a')), .method = 8};
            zip.entries[1].unpacked = 48;
        });
        changed("Z6 no stream", {"damaged"}, [](RawZip& zip) {
            zip.entries[1] = {.name = "archive/data/0", .bytes = std::string(48, '\xee'), .method = 8};
        });
        changed("Z7 stored with two sizes", {"cut or damaged"}, [](RawZip& zip) { zip.entries[1].unpacked = 47; });
        changed("Z7 beyond the file", {"cut or damaged"},
                [](RawZip& zip) { zip.entries[1].packed = zip.entries[1].unpacked = 0x7FFFFFFF; });
        changed("Z7 zip64 sizes that are missing", {"a size is missing"},
                [](RawZip& zip) { zip.entries[1].packed = zip.entries[1].unpacked = 0xFFFFFFFF; });
        constexpr std::uint64_t kHuge = std::uint64_t{1} << 63;
        changed("Z7 zip64 sizes of 2^63", {"cut or damaged", "9,223,372,036,854,775,808"}, [](RawZip& zip) {
            zip.entries[1].packed = zip.entries[1].unpacked = kFull32;
            zip.entries[1].extra = extra64({kHuge, kHuge});
        });
        changed("Z7 zip64 extra that is too short", {"archive/data/0", "fetch"}, [](RawZip& zip) {
            zip.entries[1].packed = zip.entries[1].unpacked = kFull32;
            zip.entries[1].extra = extra64({48});
        });
        row("Z7 a locator that leads beyond", withTail(good, kLocatorPlace, raw(kHuge)),
            {"cut or damaged", "9,223,372,036,854,775,808"});
        row("Z7 a locator that leads elsewhere", withTail(good, kLocatorPlace, raw(std::uint64_t{0})),
            {"cut or damaged", "no ZIP64 record at byte 0"});
        row("Z7 a zip64 directory at 2^63",
            withTail(withTail(good, kEnd64Begin, raw(kHuge)), kEndBegin, raw(kFull32)),
            {"cut or damaged", "9,223,372,036,854,775,808"});
        changed("Z9 a flipped bit", {"damaged", "checksum", "fetch"},
                [](RawZip& zip) { zip.entries[1].crc = crcOf(zip.entries[1].bytes) ^ 1U; });
        changed("Z9 a flipped bit in the pickle", {"damaged", "checksum"},
                [](RawZip& zip) { zip.entries[0].crc = crcOf(zip.entries[0].bytes) ^ 1U; });
        for (const char* name : {"../x", "/etc/x", "archive/../x", "archive\\x", "archive//x", ""})
            changed(QByteArray("Z10 ").append(name).constData(), {"leads elsewhere", "expected plain names"},
                    [&](RawZip& zip) { zip.entries[2].name = name; });
        changed("Z10 not UTF-8", {"different folders", "arch?ive/data.pkl"},
                [](RawZip& zip) { zip.entries.push_back({.name = "arch\xFFive/data.pkl"}); });
        changed("Z10 a folder that leads elsewhere", {"leads elsewhere"},
                [](RawZip& zip) { zip.entries.push_back({.name = "archive/../"}); });
        changed("Z10 NUL", {"leads elsewhere"}, [](RawZip& zip) { zip.entries[2].name = "archive/a\0b"s; });
        changed("Z10 a link", {"a link"}, [](RawZip& zip) { zip.entries[2].attributes = 0120777U << 16U; });
        changed("P21 big-endian", {"big", "expected little"},
                [](RawZip& zip) { zip.entries.push_back({.name = "archive/byteorder", .bytes = "big"}); });
        changed("P4 a call in constants.pkl", {"TorchScript program"},
                [&](RawZip& zip) { zip.entries.push_back({.name = "archive/constants.pkl", .bytes = kCall}); });
        changed("P4 a call in a second data.pkl", {"different folders"},
                [&](RawZip& zip) { zip.entries.push_back({.name = "other/data.pkl", .bytes = kCall}); });
        changed("P4 a call in a second member of the name", {"two entries", "data.pkl"},
                [&](RawZip& zip) { zip.entries.push_back({.name = "archive/data.pkl", .bytes = kCall}); });
        changed("no pickle", {"has no entry", "data.pkl"}, [](RawZip& zip) { zip.entries.erase(zip.entries.begin()); });
        changed("P18 no storage", {"storage \"0\" is missing", "archive/data/0"},
                [](RawZip& zip) { zip.entries.erase(zip.entries.begin() + 1); });
        changed("P17 a storage that is too small", {"12 numbers of F32", "44 bytes"},
                [](RawZip& zip) { zip.entries[1].bytes.resize(44); });
        changed("P17 a storage that is too large", {"12 numbers of F32", "52 bytes"},
                [](RawZip& zip) { zip.entries[1].bytes.resize(52); });
        const auto keyed = [&](const std::string& key, std::int64_t count = 12) {
            return goodZip(dictOf(pickle::tensor(pickle::storage("FloatStorage", key, count), 0, {3}, {1}))).bytes();
        };
        row("P18 an empty key", keyed(""), {"is missing"});
        row("P18 a key that leads elsewhere", keyed("../../0"), {"is missing"});
        row("P18 an absolute key", keyed("/archive/data/0"), {"is missing"});
        row("P18 a key with NUL", keyed("0\0"s), {"is missing"});
        row("P17 a count of 2^62", keyed("0", std::int64_t{1} << 62), {"numbers of F32"});
        row("P1 a call", goodZip(kCall).bytes(), {"os.system", "nothing was run"});
    }

    void archivesThatLieAreRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QStringList, words);
        const Checkpoints files;
        ADVISES(files.refusal(bytes.toStdString()), words << "model.ckpt");
        if (words.contains("cut or damaged") || words.contains("damaged"))
            ADVISES(files.refusal(bytes.toStdString()), QStringList{"fetch the file once more"});
        QCOMPARE(files.names(), QStringList{"model.ckpt"}); // nothing is unpacked
    }

    void aChecksumThatOnlyOneEntryLacksIsDamage() // Z9
    {
        const Checkpoints files;
        for (const std::size_t entry : {std::size_t{0}, std::size_t{1}}) {
            RawZip zip = goodZip();
            zip.entries[entry].crc = 0;
            zip.entries[entry].bytes.back() ^= entry == 0 ? 0 : 1;
            ADVISES(files.refusal(zip.bytes()), (QStringList{"model.ckpt", "damaged", "checksum", "fetch"}));
        }
    }

    void everyCutAndEveryFlippedByteIsRefusedOrReadRight() // P22, Z1
    {
        const Checkpoints files;
        const std::string good = goodZip().bytes();
        for (std::size_t size = 0; size < good.size(); ++size)
            QVERIFY2(!files.refusal(good.substr(0, size)).isEmpty(), qPrintable(QString::number(size)));
        for (std::size_t at = 0; at < good.size(); ++at)
            for (const unsigned flip : {0x01U, 0x80U, 0xFFU}) {
                std::string bad = good;
                bad[at] = static_cast<char>(static_cast<unsigned char>(bad[at]) ^ flip);
                try {
                    const auto source = files.open(bad);
                    for (std::size_t i = 0; i < source->entries().size(); ++i)
                        source->read(i);
                } catch (const Error&) {
                    // Refused, which is fine; anything else ends the test.
                }
            }
    }
};

QTEST_APPLESS_MAIN(TestTorchRefusals)
#include "test_torch_refusals.moc"
