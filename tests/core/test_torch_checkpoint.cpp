// SPDX-License-Identifier: Apache-2.0
// Checkpoints of torch: tensors as torch stores them come out as they are.
#include "core/files/zip_file.h"
#include "tests/core/torch_files.h"

#include <QTest>

using namespace tessera::core;
using namespace tessera::tests;
using namespace std::string_literals;

namespace {

namespace fs = std::filesystem;

fs::path golden(const std::string& name) { return fs::path(TESSERA_SOURCE_DIR) / "tests/golden" / name / "model"; }

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
