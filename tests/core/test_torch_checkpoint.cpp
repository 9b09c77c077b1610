// SPDX-License-Identifier: Apache-2.0
// Checkpoints of torch: tensors as torch stores them come out as they are, and archives that lie are refused. The row
// names are those of the catalogue of bad input.
#include "core/files/torch_checkpoint.h"

#include "core/files/zip_file.h"
#include "tests/support/bad_input.h"
#include "tests/support/model_copies.h"

#include <QTest>

#include <numeric>

using namespace tessera::core;
using namespace tessera::tests;
using namespace std::string_literals;

namespace {

namespace fs = std::filesystem;

fs::path golden(const std::string& name) { return fs::path(TESSERA_SOURCE_DIR) / "tests/golden" / name / "model"; }

const std::vector<float> kTwelve{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
const std::string kFloats = pickle::storage("FloatStorage", "0", 12);

std::string dictOf(const std::string& tensor) { return pickle::whole(pickle::dict({{"w", tensor}})); }

RawZip goodZip(const std::string& pickled = dictOf(pickle::tensor(kFloats, 0, {3, 4}, {4, 1})))
{
    return torchZip(pickled, {{"0", floatBytes(kTwelve)}});
}

/// The same with all entries packed.
RawZip packed(RawZip zip)
{
    for (RawEntry& entry : zip.entries) {
        entry.crc = crcOf(entry.bytes);
        entry.unpacked = static_cast<std::uint32_t>(entry.bytes.size());
        entry.bytes = deflated(entry.bytes);
        entry.method = 8;
    }
    return zip;
}

constexpr std::uint32_t kFull32 = 0xFFFFFFFF;

/// The extra field for what does not fit 32 bits.
std::string extra64(const std::vector<std::uint64_t>& values)
{
    std::string extra = raw(std::uint16_t{1}) + raw(static_cast<std::uint16_t>(8 * values.size()));
    for (const std::uint64_t value : values)
        extra += raw(value);
    return extra;
}

/// `bytes` with others from `fromEnd` before their end on: the archive's last records have no comment behind them.
std::string withTail(std::string bytes, std::size_t fromEnd, const std::string& others)
{
    return bytes.replace(bytes.size() - fromEnd, others.size(), others);
}

/// How far fields of the last records are from the end of an archive without a comment.
constexpr std::size_t kEnd = 22, kEndDisk = kEnd - 4, kEndCounts = kEnd - 8, kEndBegin = kEnd - 16;
constexpr std::size_t kLocator = kEnd + 20, kLocatorPlace = kLocator - 8, kEnd64Begin = kLocator + 8;

/// A pickle that would run something.
const std::string kCall = pickle::whole(pickle::global("os", "system") + pickle::tuple({pickle::text("x")}) + "R");

class Checkpoints : public ScratchFolder {
public:
    std::unique_ptr<WeightSource> open(const std::string& bytes) const
    {
        return openTorchCheckpoint(write("model.ckpt", bytes));
    }
    QString refusal(const std::string& bytes) const
    {
        return messageOf([&] {
            const auto source = open(bytes);
            for (std::size_t i = 0; i < source->entries().size(); ++i)
                source->read(i);
        });
    }
    /// What is said of the same before anything is read.
    QString judgement(const std::string& bytes) const
    {
        return messageOf([&] {
            const auto source = open(bytes);
            std::vector<std::size_t> all(source->entries().size());
            std::iota(all.begin(), all.end(), 0);
            source->judge(all);
        });
    }
};

} // namespace

class TestTorchCheckpoint : public QObject {
    Q_OBJECT
private slots:
    void theFileThatTorchWroteIsRead() // Z8
    {
        const auto source = openTorchCheckpoint(golden("v10-bin") / "diffusion_pytorch_model.bin");
        QCOMPARE(source->entries().at(0).name, "encoder.conv_in.weight"s);
        QCOMPARE(source->entries()[0].shape, (std::vector<std::int64_t>{16, 1, 3, 3}));
        QCOMPARE(source->entries()[0].dtype, "F32"s);
        QVERIFY(source->entries().size() > 100);
        for (std::size_t i = 0; i < source->entries().size(); ++i)
            QVERIFY(!source->read(i).empty());
        QVERIFY(source->notes().empty());
    }

    void windowsOnStoragesAreHonoured() // P16
    {
        const Checkpoints files;
        const auto read = [&](std::int64_t offset, const std::vector<std::int64_t>& shape,
                              const std::vector<std::int64_t>& strides) {
            return files.open(goodZip(dictOf(pickle::tensor(kFloats, offset, shape, strides))).bytes())->read(0);
        };
        QCOMPARE(read(0, {3, 4}, {4, 1}), kTwelve);
        QCOMPARE(read(5, {2, 2}, {2, 1}), (std::vector<float>{5, 6, 7, 8}));
        QCOMPARE(read(0, {4, 3}, {1, 4}), (std::vector<float>{0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11})); // transposed
        QCOMPARE(read(1, {2, 1, 3}, {6, 77, 2}), (std::vector<float>{1, 3, 5, 7, 9, 11}));
        QCOMPARE(read(2, {5}, {0}), (std::vector<float>(5, 2)));
        QCOMPARE(read(11, {}, {}), (std::vector<float>{11}));
        QVERIFY(read(0, {0, 3}, {3, 1}).empty());
    }

    void aStorageServesSeveralTensors()
    {
        const Checkpoints files;
        const std::string body =
            pickle::dict({{"a", pickle::tensor(kFloats, 0, {2}, {1})}, {"b", pickle::tensor(kFloats, 1, {2}, {1})}});
        const auto source = files.open(goodZip(pickle::whole(body)).bytes());
        QCOMPARE(source->read(0), (std::vector<float>{0, 1}));
        QCOMPARE(source->read(1), (std::vector<float>{1, 2}));
    }

    void everyKindOfFloatIsRead_data()
    {
        QTest::addColumn<QByteArray>("storage");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("half") << QByteArray("HalfStorage") << QByteArray("\x00\x3e\x00\xc0", 4);
        QTest::newRow("bfloat16") << QByteArray("BFloat16Storage") << QByteArray("\xc0\x3f\x00\xc0", 4);
        QTest::newRow("double") << QByteArray("DoubleStorage")
                                << QByteArray("\0\0\0\0\0\0\xf8\x3f\0\0\0\0\0\0\0\xc0", 16);
        QTest::newRow("float") << QByteArray("FloatStorage") << QByteArray("\0\0\xc0\x3f\0\0\0\xc0", 8);
    }

    void everyKindOfFloatIsRead()
    {
        QFETCH(QByteArray, storage);
        QFETCH(QByteArray, bytes);
        const Checkpoints files;
        const std::string pickled =
            dictOf(pickle::tensor(pickle::storage(storage.toStdString(), "0", 2, "cuda:0"), 0, {2}, {1}));
        QCOMPARE(files.open(torchZip(pickled, {{"0", bytes.toStdString()}}).bytes())->read(0),
                 (std::vector<float>{1.5F, -2}));
    }

    void wholeNumbersMayBeThereButAreNoWeights() // P19
    {
        const Checkpoints files;
        const std::string pickled = dictOf(pickle::tensor(pickle::storage("LongStorage", "0", 1), 0, {}, {}));
        const std::string zip = torchZip(pickled, {{"0", std::string(8, '\1')}}).bytes();
        QCOMPARE(files.open(zip)->entries().at(0).dtype, "I64"s);
        ADVISES(files.refusal(zip), (QStringList{"model.ckpt", "tensor \"w\"", "I64", "expected F32"}));
    }

    void packedEntriesAreRead() // Z8
    {
        const Checkpoints files;
        RawZip zip = packed(goodZip());
        QCOMPARE(files.open(zip.bytes())->read(0), kTwelve);
        zip.zip64 = false;
        zip.comment = "a comment";
        QCOMPARE(files.open(zip.bytes())->read(0), kTwelve);
    }

    void sizesOf64BitsAreRead() // Z8
    {
        RawZip zip = goodZip();
        for (RawEntry& entry : zip.entries) {
            entry.extra = "AB" + raw(std::uint16_t{1}) + "x" + extra64({entry.bytes.size(), entry.bytes.size()});
            entry.packed = entry.unpacked = kFull32;
        }
        const Checkpoints files;
        const std::string full(12, '\xFF'); // the counts, the size and the place stand in the record of 64 bits alone
        QCOMPARE(files.open(withTail(zip.bytes(), kEndCounts, full))->read(0), kTwelve);
    }

    void foldersAndOtherPicklesAreNotRead() // P4, Z10
    {
        RawZip zip = goodZip();
        zip.entries.push_back({.name = "archive/data/"});
        zip.entries.push_back({.name = "archive/more/data.pkl", .bytes = kCall});
        zip.entries.push_back({.name = "archive/data/\xFF\xC0", .bytes = kCall});
        const Checkpoints files;
        const auto source = files.open(zip.bytes());
        QCOMPARE(source->entries().size(), 1U);
        QCOMPARE(source->read(0), kTwelve);
        QCOMPARE(files.names(), QStringList{"model.ckpt"});
    }

    void aPackedStorageIsUnpackedOnceForAllItsTensors() // Z6
    {
        // Unpacked anew for each of them it would be 12 GiB, and refused.
        constexpr std::int64_t kCount = 15 << 20, kTensors = 205;
        const std::string storage = pickle::storage("FloatStorage", "0", kCount);
        std::vector<std::pair<std::string, std::string>> items;
        for (std::int64_t i = 0; i < kTensors; ++i)
            items.emplace_back("w" + std::to_string(i), i % 2 == 0
                                   ? pickle::tensor(storage, i, {2, 3}, {3, 1})
                                   : pickle::tensor(storage, i, {2, 3}, {kCount / 2, 2}));
        std::string zeros(kCount * 4, '\0');
        const std::vector<float> some{1, 2, 3, 4, 5, 6, 7, 8};
        std::memcpy(zeros.data(), some.data(), some.size() * 4);
        const Checkpoints files;
        const auto source = files.open(packed(torchZip(pickle::whole(pickle::dict(items)), {{"0", zeros}})).bytes());
        QCOMPARE(source->read(0), (std::vector<float>{1, 2, 3, 4, 5, 6}));
        QCOMPARE(source->read(1), (std::vector<float>{2, 4, 6, 0, 0, 0}));
        for (std::size_t i = 2; i < kTensors; ++i)
            QCOMPARE(source->read(i).size(), 6U);
    }

    void storagesThatUnpackToMuchAreRefused() // Z6
    {
        const Checkpoints files;
        constexpr std::int64_t kLarge = (std::int64_t{128} << 20) / 4 + 1;
        const auto one = [&](std::int64_t count, const std::vector<std::int64_t>& strides) {
            return pickle::tensor(pickle::storage("FloatStorage", "0", count), 0, {2, 2}, strides);
        };
        const std::string zeros(kLarge * 4, '\0');
        const auto refusal = [&](const std::string& bytes) {
            const QString read = files.refusal(bytes);
            return files.judgement(bytes) == read ? read : "judged otherwise than read: " + read;
        };
        ADVISES(refusal(packed(torchZip(dictOf(one(kLarge, {2, 1})), {{"0", zeros}})).bytes()),
                (QStringList{"model.ckpt", "tensor \"w\"", "unpacked", "134,217,732", "at most 134,217,728", "save the"}));
        ADVISES(refusal(torchZip(dictOf(one(kLarge, {kLarge - 2, 1})), {{"0", zeros}}).bytes()),
                (QStringList{"model.ckpt", "tensor \"w\"", "spans 134,217,732", "at most 134,217,728", "save the"}));
        // Each window is allowed, but not all together.
        constexpr std::int64_t kAllowed = (std::int64_t{128} << 20) / 4;
        const std::string shared = pickle::storage("FloatStorage", "0", kAllowed);
        std::vector<std::pair<std::string, std::string>> items;
        for (int i = 0; i < 13; ++i)
            items.emplace_back("w" + std::to_string(i), pickle::tensor(shared, i, {2, 2}, {kAllowed - 100, 1}));
        const RawZip windows = torchZip(pickle::whole(pickle::dict(items)), {{"0", zeros.substr(0, kAllowed * 4)}});
        ADVISES(refusal(windows.bytes()),
                (QStringList{"model.ckpt", "tensor \"w", "of storages beside", "at most 1,610,612,736", "save the"}));
        QCOMPARE(refusal(goodZip().bytes()), QString());
    }

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

    void aMissingChecksumIsTold() // Z9
    {
        const Checkpoints files;
        RawZip zip = goodZip();
        for (RawEntry& entry : zip.entries)
            entry.crc = 0;
        const auto source = files.open(zip.bytes());
        QCOMPARE(source->read(0), kTwelve);
        QCOMPARE(source->notes().size(), 1U);
        REFUSES(QString::fromStdString(source->notes()[0]), QStringList{"without checksums"});
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

    void aDirectoryOfThousandsIsReadInTime()
    {
        const Checkpoints files;
        RawZip zip = goodZip();
        for (int i = 1; i < 5000; ++i)
            zip.entries.push_back({.name = "archive/data/" + std::to_string(i)});
        QCOMPARE(files.open(zip.bytes())->read(0), kTwelve);
    }
};

QTEST_APPLESS_MAIN(TestTorchCheckpoint)
#include "test_torch_checkpoint.moc"
