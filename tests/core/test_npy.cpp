// SPDX-License-Identifier: Apache-2.0
// .npy arrays: every integer type gives the same index map, each bad file is refused in words (rows N1 to N9).
#include "core/files/npy.h"
#include "tests/support/bad_input.h"

#include <QElapsedTimer>
#include <QTest>

#include <bit>
#include <cstring>
#include <filesystem>
#include <limits>
#include <string>

using namespace tessera::core;
using namespace tessera::tests;
using namespace std::string_literals;

namespace {

/// Magic, version, header of any text, data: nothing is checked.
std::string npy(const std::string& header, const std::string& data, char version = 1)
{
    std::string file = "\x93NUMPY"s + version + '\0';
    for (std::size_t i = 0; i < (version == 1 ? 2U : 4U); ++i)
        file += static_cast<char>(header.size() >> (8 * i));
    return file + header + data;
}

std::string header(const std::string& type, const std::string& shape, const std::string& fortran = "False")
{
    return "{'descr': '" + type + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }\n";
}

template <class Value>
std::string raw(const std::vector<Value>& values, bool swapped = false)
{
    std::string bytes;
    for (const Value value : values) {
        std::string one(sizeof(Value), '\0');
        std::memcpy(one.data(), &value, sizeof(Value));
        bytes += swapped ? std::string(one.rbegin(), one.rend()) : one;
    }
    return bytes;
}

const std::vector<int> kCodes{0, 1, 2, 120, 4, 5};

template <class Value>
std::string codes(bool swapped = false)
{
    return raw(std::vector<Value>(kCodes.begin(), kCodes.end()), swapped);
}

IndexMap readMap(const std::filesystem::path& file) { return toIndexMap(readNpy(file), file.filename().string()); }

} // namespace

class TestNpy : public QObject {
    Q_OBJECT
private slots:
    void aHeadTellsWhatThereIsWithoutItsValues()
    {
        const ScratchFolder folder;
        const std::filesystem::path file = folder.write("t.npy", npy(header(">f4", "(1, 2, 1, 2)"), std::string(16, '\0')));
        const NpyArray head = readNpyHead(file);
        QCOMPARE(head.dtype, std::string("<f4"));
        QVERIFY(head.shape == (std::vector<std::int64_t>{1, 2, 1, 2}));
        QVERIFY(head.bytes.empty() && head.isFloat() && !head.isInteger());
        QVERIFY(checkHoldsTensor(head, "t") == (Shape{1, 2, 1, 2}));
        REFUSES(messageOf<FormatError>([&] { checkHoldsCodes(head, "t.npy"); }), (QStringList{"t.npy", "floats", "index map"}));
        std::filesystem::resize_file(file, std::filesystem::file_size(file) - 1);
        REFUSES(messageOf<FormatError>([&] { readNpyHead(file); }), QStringList{"cut"});
    }

    void everyKindOfIntegersIsTheSameMap_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char* name, const std::string& bytes) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes);
        };
        row("N3 int8", npy(header("|i1", "(2, 3)"), codes<std::int8_t>()));
        row("N3 uint8", npy(header("|u1", "(2, 3)"), codes<std::uint8_t>()));
        row("N3 int16", npy(header("<i2", "(2, 3)"), codes<std::int16_t>()));
        row("N3 uint16", npy(header("<u2", "(2, 3)"), codes<std::uint16_t>()));
        row("N3 int32", npy(header("<i4", "(2, 3)"), codes<std::int32_t>()));
        row("N3 uint32", npy(header("<u4", "(2, 3)"), codes<std::uint32_t>()));
        row("N3 int64", npy(header("<i8", "(2, 3)"), codes<std::int64_t>()));
        row("N3 uint64", npy(header("<u8", "(2, 3)"), codes<std::uint64_t>()));
        row("N3 native order", npy(header("=i4", "(2, 3)"), codes<std::int32_t>()));
        row("N3 version 2", npy(header("<i4", "(2, 3)"), codes<std::int32_t>(), 2));
        row("N3 version 3", npy(header("<i4", "(2, 3)"), codes<std::int32_t>(), 3));
        row("N3 padded", npy(header("<i4", "(2, 3)") + std::string(200, ' ') + "\n", codes<std::int32_t>()));
        row("N3 other order of keys", npy("{\"shape\": (2, 3), \"descr\": \"<i4\", \"fortran_order\": False}",
            codes<std::int32_t>()));
        row("N3 without spaces", npy("{'descr':'<i4','fortran_order':False,'shape':(2,3)}", codes<std::int32_t>()));
        row("N3 numbers of Python 2", npy(header("<i4", "(2L, 3L)"), codes<std::int32_t>()));
        row("N4 big-endian", npy(header(">i8", "(2, 3)"), codes<std::int64_t>(true)));
        row("N4 big-endian of 16 bits", npy(header(">u2", "(2, 3)"), codes<std::uint16_t>(true)));
        row("N4 batch of one", npy(header("<i4", "(1, 2, 3)"), codes<std::int32_t>()));
        row("N4 columns first", npy(header("<i4", "(2, 3)", "True"), raw<std::int32_t>({0, 120, 1, 4, 2, 5})));
        row("N4 columns first, batch",
            npy(header(">i2", "(1, 2, 3)", "True"), raw<std::int16_t>({0, 120, 1, 4, 2, 5}, true)));
    }

    void everyKindOfIntegersIsTheSameMap()
    {
        QFETCH(QByteArray, bytes);
        const ScratchFolder folder;
        const IndexMap map = readMap(folder.write("codes.npy", bytes.toStdString()));
        QCOMPARE(map.count, 1);
        QCOMPARE(map.rows, 2);
        QCOMPARE(map.cols, 3);
        QCOMPARE(map.codes, kCodes);
    }

    void aBatchKeepsItsOrder()
    {
        const ScratchFolder folder;
        const IndexMap map = readMap(folder.write("codes.npy", npy(header("<i4", "(2, 1, 3)"), codes<std::int32_t>())));
        QCOMPARE(map.count, 2);
        QCOMPARE(map.at(0, 0, 1), 120);
    }

    void columnsFirstIsReorderedInFourDimensions()
    {
        const ScratchFolder folder;
        Tensor expected({2, 3, 5, 7});
        std::vector<float> columnsFirst(expected.values.size());
        for (int n = 0, i = 0; n < 2; ++n)
            for (int c = 0; c < 3; ++c)
                for (int y = 0; y < 5; ++y)
                    for (int x = 0; x < 7; ++x) {
                        expected.at(n, c, y, x) = static_cast<float>(i);
                        columnsFirst[static_cast<std::size_t>(n + 2 * (c + 3 * (y + 5 * x)))] = static_cast<float>(i++);
                    }
        const auto file = folder.write("t.npy", npy(header("<f4", "(2, 3, 5, 7)", "True"), raw(columnsFirst)));
        QCOMPARE(toTensor(readNpy(file), "t").values, expected.values);
    }

    void everyKindOfFloatsIsTheSameTensor()
    {
        const std::vector<float> values{1.5F, -0.25F, 0, 100};
        const ScratchFolder folder;
        const std::string shape = "(1, 1, 2, 2)";
        const auto tensor = [&](const std::string& type, const std::string& bytes) {
            return toTensor(readNpy(folder.write("t.npy", npy(header(type, shape), bytes))), "t").values;
        };
        QCOMPARE(tensor("<f4", raw(values)), values);
        QCOMPARE(tensor(">f4", raw(values, true)), values);
        QCOMPARE(tensor("<f8", raw<double>({1.5, -0.25, 0, 100})), values);
        QCOMPARE(tensor("<f2", raw<std::uint16_t>({0x3E00, 0xB400, 0, 0x5640})), values);
        QCOMPARE(tensor(">f2", raw<std::uint16_t>({0x3E00, 0xB400, 0, 0x5640}, true)), values);
    }

    void arraysOfAnyRankAreRead()
    {
        const ScratchFolder folder;
        const NpyArray scalar = readNpy(folder.write("s.npy", npy(header("<f4", "()"), raw<float>({2.5F}))));
        QVERIFY(scalar.shape.empty());
        QCOMPARE(scalar.bytes.size(), 4U);
        const NpyArray row = readNpy(folder.write("r.npy", npy(header("|b1", "(3,)", "True"), "\1\0\1"s)));
        QCOMPARE(row.dtype, std::string("|b1"));
        QCOMPARE(row.shape, std::vector<std::int64_t>{3});
        QVERIFY(!row.isInteger());
    }

    void badFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char* name, const std::string& bytes, const QStringList& words) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << words;
        };
        const auto shapeRow = [&](const char* name, const std::string& shape, const QStringList& words) {
            row(name, npy(header("<i4", shape), codes<std::int32_t>()), words);
        };
        const auto typeRow = [&](const char* name, const std::string& type, const QStringList& words) {
            row(name, npy(header(type, "(2, 3)"), std::string(24, '\0')), words);
        };
        const std::string good = npy(header("<i4", "(2, 3)"), codes<std::int32_t>());
        row("N1 empty", "", {"empty", ".npy"});
        row("N1 wrong magic", "\x93NUMPX\1\0 and more"s, {"NumPy"});
        row("N1 ZIP", "PK\3\4 an .npz file", {"ZIP archive", "NumPy"});
        row("N1 picture", "\x89PNG\r\n\x1A\n", {"PNG picture"});
        row("N1 version 0", "\x93NUMPY\0\0"s + good.substr(8), {"version 0.0", "1.0, 2.0 or 3.0"});
        row("N1 version 9", "\x93NUMPY\x09\0"s + good.substr(8), {"version 9.0"});
        row("N1 version 1.7", "\x93NUMPY\1\7"s + good.substr(8), {"version 1.7"});
        row("N1 header beyond the file", "\x93NUMPY\1\0\xFF\x20{}"s, {"8,447", "cut"});
        row("N1 header of 65,535 bytes", "\x93NUMPY\1\0\xFF\xFF{}"s, {"65,535", "10,000"});
        row("N1 header of 4 GiB", "\x93NUMPY\2\0\xFF\xFF\xFF\xFF{}"s, {"4,294,967,295", "10,000"});
        row("N1 data one byte short", good.substr(0, good.size() - 1), {"needs 24 bytes", "23 follow", "cut"});
        row("N1 bytes after the data", good + "x", {"needs 24 bytes", "25 follow"});
        row("N2 code", npy("__import__('os').system('echo')", ""), {"__import__", "expected \"{\""});
        row("N2 code as a value", npy("{'descr': '<i4', 'fortran_order': False, 'shape': (2, int('3'))}", ""),
            {"int('3')"});
        row("N2 JSON", npy(R"({"descr": "<i4", "fortran_order": false, "shape": [2, 3]})", ""),
            {"false", "True or False"});
        row("N2 list as shape", npy(header("<i4", "[2, 3]"), ""), {"[2, 3]", "expected \"(\""});
        row("N2 list", npy("['<i4', False, (2, 3)]", ""), {"expected \"{\""});
        row("N2 unclosed", npy("{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3", ""), {"its end"});
        row("N2 unclosed text", npy("{'descr: 1", ""), {"a text in quotes"});
        row("N2 escape in a text", npy(R"({'de\x73cr': '<i4'})", ""), {"a text in quotes"});
        row("N2 nested tuples", npy("{'shape': " + std::string(9000, '('), ""), {"whole number"});
        row("N2 nested lists", npy(std::string(9000, '['), ""), {"expected \"{\""});
        row("N2 missing key", npy("{'descr': '<i4', 'shape': (2, 3)}", codes<std::int32_t>()), {"lacks"});
        row("N2 key twice", npy("{'descr': '<i4', 'descr': '<i8'}", ""), {"descr", "twice"});
        row("N2 unknown key", npy("{'order': '<i4'}", ""), {"\"order\"", "fortran_order"});
        row("N2 text after it", npy(header("<i4", "(2, 3)") + "x", codes<std::int32_t>()), {"after its end", "\"x\""});
        row("N2 NUL", npy(header("<i4", "(2, 3)") + "\0"s, codes<std::int32_t>()), {"after its end", "?"});
        row("N2 no comma", npy("{'descr': '<i4' 'shape': (2, 3)}", ""), {"expected \"}\""});
        typeRow("N5 float as map", "<f4", {"floats", "<f4", "integers"});
        row("N5 bool", npy(header("|b1", "(2, 3)"), std::string(6, 0)), {"bool", "|b1", "integers"});
        typeRow("N5 complex", "<c8", {"complex", "<c8"});
        typeRow("N5 texts", "|S4", {"texts", "|S4"});
        typeRow("N5 wide texts", "<U1", {"texts", "<U1"});
        typeRow("N5 raw bytes", "|V4", {"raw bytes", "|V4"});
        typeRow("N5 dates", "<M8[ns]", {"dates", "<M8[ns]"});
        typeRow("N5 time spans", "<m8[s]", {"time spans"});
        typeRow("N5 objects", "|O", {"objects", "pickle", "never read"});
        typeRow("N5 quadruple floats", "<f16", {"floats", "<f16"});
        typeRow("N5 unknown size", "<i3", {"integers", "<i3"});
        typeRow("N5 unknown letter", "<q4", {"unknown type", "<q4"});
        typeRow("N5 no type", "", {"unknown type"});
        typeRow("N5 size of 2^64", "<i18446744073709551617", {"integers"});
        row("N5 records", npy("{'descr': [('x', '<i4')], 'fortran_order': False, 'shape': (6,)}",
            codes<std::int32_t>()), {"records"});
        const auto valueRow = [&](const char* name, const std::string& type, const std::string& bytes,
                                  const QString& value) {
            row(name, npy(header(type, "(2, 3)"), bytes), {"row 1, column 2", value, "0 to 2147483647"});
        };
        valueRow("N6 -1", "<i4", raw<std::int32_t>({0, 0, 0, 0, 0, -1}), "is -1");
        valueRow("N6 -128", "|i1", raw<std::int8_t>({0, 0, 0, 0, 0, -128}), "is -128");
        valueRow("N6 2^31", "<u4", raw<std::uint32_t>({0, 0, 0, 0, 0, 1U << 31}), "is 2147483648");
        valueRow("N6 2^32", "<i8", raw<std::int64_t>({0, 0, 0, 0, 0, 1LL << 32}), "is 4294967296");
        valueRow("N6 smallest", "<i8", raw<std::int64_t>({0, 0, 0, 0, 0, std::numeric_limits<std::int64_t>::min()}),
                 "is -9223372036854775808");
        valueRow("N6 largest", "<u8", raw<std::uint64_t>({0, 0, 0, 0, 0, ~0ULL}), "is 18446744073709551615");
        row("N6 in a batch", npy(header("<i4", "(3, 1, 2)"), raw<std::int32_t>({0, 0, 0, 0, -5, 0})),
            {"row 0, column 0 of map 2", "is -5"});
        row("N7 no dimension", npy(header("<i4", "()"), raw<std::int32_t>({1})), {"()", "(h, w)"});
        shapeRow("N7 one dimension", "(6,)", {"(6,)", "(h, w)"});
        shapeRow("N7 four dimensions", "(1, 1, 2, 3)", {"(1, 1, 2, 3)", "(h, w)"});
        row("N7 zero", npy(header("<i4", "(0, 3)"), ""), {"(0, 3)", "no side zero"});
        shapeRow("N7 zero with bytes", "(0, 3)", {"needs 0 bytes", "24 follow"});
        shapeRow("N7 negative", "(-2, -3)", {"-2", "not negative"});
        shapeRow("N7 no tuple", "(6)", {"\",\""});
        shapeRow("N7 float", "(2.0, 3)", {".0"});
        shapeRow("N7 2^63", "(9223372036854775808, 1)", {"9223372036854775808", "63 bits"});
        shapeRow("N7 wraps to six", "(4611686018427387910, 4)", {"too large"});
        shapeRow("N7 2^32 squared", "(4294967296, 4294967296)", {"too large"});
        row("N7 65536 x 65536 of nothing", npy(header("|u1", "(65536, 65536)"), ""), {"(65536, 65536)", "too large"});
        shapeRow("N7 too many cells", "(4097, 4096)", {"(4097, 4096)", "16,777,216"});
        std::string ones;
        for (int i = 0; i < 33; ++i)
            ones += "1,";
        shapeRow("N7 33 dimensions", "(" + ones + ")", {"32"});
        row("N7 zero beside the wrapping", npy(header("<i8", "(9223372036854775807, 9223372036854775807, 0)"), ""),
            {"no side zero"});
    }

    void badFilesAreRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QStringList, words);
        const ScratchFolder folder;
        const auto file = folder.write("codes.npy", bytes.toStdString());
        QElapsedTimer timer;
        timer.start();
        REFUSES(messageOf([&] { readMap(file); }), words + QStringList{"codes.npy"});
        QVERIFY(timer.elapsed() < kPromisedMilliseconds);
    }

    void tensorsNeedFourSidesOfFloats()
    {
        const ScratchFolder folder;
        const auto message = [&](const std::string& type, const std::string& shape, std::size_t bytes) {
            return messageOf([&] {
                toTensor(readNpy(folder.write("t.npy", npy(header(type, shape), std::string(bytes, '\0')))), "t.npy");
            });
        };
        REFUSES(message("<f4", "(2, 3)", 24), (QStringList{"t.npy", "(2, 3)", "(N, C, H, W)"}));
        REFUSES(message("<f4", "(1, 0, 2, 3)", 0), (QStringList{"t.npy", "(1, 0, 2, 3)", "none of them zero"}));
        REFUSES(message("<i4", "(1, 1, 2, 3)", 24), (QStringList{"t.npy", "<i4", "floats"}));
    }

    void everyCutIsRefused()
    {
        const std::string good = npy(header("<i4", "(2, 3)"), codes<std::int32_t>());
        const ScratchFolder folder;
        for (std::size_t length = 0; length < good.size(); ++length) {
            const auto file = folder.write("codes.npy", std::string_view(good).substr(0, length));
            REFUSES(messageOf<FormatError>([&] { readMap(file); }), QStringList{"codes.npy"});
        }
    }

    void everyFlipIsRefusedOrRead()
    {
        const std::string good = npy(header("<i4", "(2, 3)"), codes<std::int32_t>());
        const ScratchFolder folder;
        for (std::size_t i = 0; i < good.size(); ++i)
            for (const char flip : {'\x01', '\x10', '\x80'}) {
                std::string flipped = good;
                flipped[i] = static_cast<char>(flipped[i] ^ flip);
                const auto file = folder.write("codes.npy", flipped);
                messageOf([&] { readMap(file); });
            }
    }

    void whatIsWrittenIsReadBack()
    {
        const ScratchFolder folder;
        IndexMap map(2, 3, 5);
        for (std::size_t i = 0; i < map.codes.size(); ++i)
            map.codes[i] = static_cast<std::int32_t>(i * 1000);
        writeNpy(folder / "codes.npy", map);
        QVERIFY(readMap(folder / "codes.npy") == map);

        Tensor tensor({1, 2, 3, 5});
        for (std::size_t i = 0; i < tensor.values.size(); ++i)
            tensor.values[i] = static_cast<float>(i) / 7;
        writeNpy(folder / "tensor.npy", tensor);
        const Tensor back = toTensor(readNpy(folder / "tensor.npy"), "tensor");
        QVERIFY(back.shape == tensor.shape);
        QCOMPARE(back.values, tensor.values);
    }

    void filesAreByteForByteThoseOfNumPy()
    {
        const ScratchFolder folder;
        IndexMap map(1, 1, 2);
        map.codes = {3, 4};
        writeNpy(folder / "codes.npy", map);
        const std::string text = "{'descr': '<i8', 'fortran_order': False, 'shape': (1, 1, 2), }";
        const std::string expected = "\x93NUMPY\1\0\x76\0"s + text + std::string(128 - 10 - 1 - text.size(), ' ') + "\n"
            + raw<std::int64_t>({3, 4});
        QVERIFY(bytesOf(folder / "codes.npy") == expected);
    }

    void goldenFilesAreWrittenAsTheyWere()
    {
        const ScratchFolder folder;
        const std::filesystem::path golden = std::filesystem::path(TESSERA_SOURCE_DIR) / "tests/golden/v05-movq";
        writeNpy(folder / "indices.npy", readMap(golden / "indices.npy"));
        QVERIFY(bytesOf(folder / "indices.npy") == bytesOf(golden / "indices.npy"));
        writeNpy(folder / "sample.npy", toTensor(readNpy(golden / "sample.npy"), "sample"));
        QVERIFY(bytesOf(folder / "sample.npy") == bytesOf(golden / "sample.npy"));
    }
};

QTEST_APPLESS_MAIN(TestNpy)
#include "test_npy.moc"
