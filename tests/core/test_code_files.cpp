// SPDX-License-Identifier: Apache-2.0
// From what files of codes hold to index maps: every shape that people have, and JSON.
#include "core/files/code_array.h"
#include "core/files/code_json.h"
#include "core/files/code_npz.h"
#include "core/files/npy.h"
#include "tests/support/bad_input.h"

#include <QTest>

using namespace tessera::core;
using namespace tessera::tests;

namespace {

CodeArray counted(std::vector<std::int64_t> shape)
{
    std::int64_t count = 1;
    for (const std::int64_t side : shape)
        count *= side;
    CodeArray array{std::move(shape), {}};
    for (std::int64_t i = 0; i < count; ++i)
        array.values.push_back(i);
    return array;
}

IndexMap sample(std::int64_t count = 1)
{
    IndexMap map(count, 3, 5);
    for (std::size_t i = 0; i < map.codes.size(); ++i)
        map.codes[i] = static_cast<std::int32_t>(i * i * 97 % 70000);
    return map;
}

CodeArray golden(const std::string& name)
{
    const std::string file = bytesOf(std::filesystem::path(TESSERA_SOURCE_DIR) / "tests/core/numpy" / name);
    return codesFromNpz(std::as_bytes(std::span(file)));
}

QString refusal(const std::string& json)
{
    return messageOf<FormatError>([&] { toIndexMap(codesFromJson(json), "codes.json"); });
}

} // namespace

class TestCodeFiles : public QObject {
    Q_OBJECT
private slots:
    void everyShapeThatPeopleHaveTakesTheGrid_data()
    {
        QTest::addColumn<std::vector<std::int64_t>>("shape");
        using Shape = std::vector<std::int64_t>;
        QTest::newRow("(h, w)") << Shape{3, 5};
        QTest::newRow("(1, h, w)") << Shape{1, 3, 5};
        QTest::newRow("(n,)") << Shape{15};
        QTest::newRow("(n, 1)") << Shape{15, 1};
        QTest::newRow("(1, n)") << Shape{1, 15};
    }
    void everyShapeThatPeopleHaveTakesTheGrid()
    {
        QFETCH(std::vector<std::int64_t>, shape);
        const IndexMap map = toIndexMap(counted(shape), "codes", GridSize{3, 5});
        QCOMPARE(map.count, 1);
        QCOMPARE(map.rows, 3);
        QCOMPARE(map.cols, 5);
        QCOMPARE(map.at(1, 2), 7);
    }

    void allGridsOfANumberOfCellsAreKnownTheMostSquareFirst()
    {
        QCOMPARE(gridsOf(12), (std::vector<GridSize>{{3, 4}, {4, 3}, {2, 6}, {6, 2}, {1, 12}, {12, 1}}));
        QCOMPARE(gridsOf(9), (std::vector<GridSize>{{3, 3}, {1, 9}, {9, 1}}));
        QCOMPARE(gridsOf(1), (std::vector<GridSize>{{1, 1}}));
        QCOMPARE(gridsOf(13), (std::vector<GridSize>{{1, 13}, {13, 1}}));
        QVERIFY(gridsOf(0).empty());
    }

    void aGridThatDoesNotFitChangesNothing()
    {
        const IndexMap column = toIndexMap(counted({14, 1}), "codes", GridSize{3, 5});
        QCOMPARE(column.rows, 14);
        QCOMPARE(column.cols, 1);
        const IndexMap turned = toIndexMap(counted({5, 3}), "codes", GridSize{3, 5}); // not flat: its shape is meant
        QCOMPARE(turned.rows, 5);
        QCOMPARE(toIndexMap(counted({2, 3, 5}), "codes", GridSize{5, 6}).count, 2);
        REFUSES(messageOf<ShapeError>([] { toIndexMap(counted({14}), "codes", GridSize{3, 5}); }),
                (QStringList{"codes", "(14,)", "rows and columns"}));
    }

    void theOffendingValueIsNamedByItsCell()
    {
        CodeArray array = counted({15});
        array.values[7] = -3;
        REFUSES(messageOf<FormatError>([&] { toIndexMap(array, "codes", GridSize{3, 5}); }),
                (QStringList{"codes", "row 1, column 2", "is -3"}));
        array.values[7] = std::int64_t{1} << 31;
        REFUSES(messageOf<FormatError>([&] { toIndexMap(array, "codes", GridSize{3, 5}); }),
                (QStringList{"row 1, column 2", "is 2147483648"}));
        QCOMPARE(placeText({15}, 7), std::string("position 7"));
        QCOMPARE(placeText({2, 3, 5}, 22), std::string("row 1, column 2 of map 1"));
    }

    void jsonComesBackAsItWas()
    {
        const CodeOrigin origin{"a \"model\" ü", 70000, 8};
        for (const std::int64_t count : {1, 2}) {
            const CodeArray back = codesFromJson(codesToJson(sample(count), origin));
            QVERIFY(toIndexMap(back, "codes") == sample(count));
            QVERIFY(back.origin == origin);
        }
        QVERIFY(codesFromJson(codesToJson(sample(), {})).origin == CodeOrigin());
    }

    void jsonIsWrittenAsTheGuideSays()
    {
        IndexMap map(1, 2, 3);
        map.codes = {17, 4, 900, 3, 3, 12};
        QCOMPARE(
            codesToJson(map, {"photo-f8-1024", 1024, 8}),
            std::string("{\n\"format\": \"tessera-codes\",\n\"version\": 1,\n\"model\": \"photo-f8-1024\",\n"
                        "\"codebook_size\": 1024,\n\"factor\": 8,\n\"codes\": [\n[17, 4, 900],\n[3, 3, 12]\n]\n}\n"));
    }

    void plainListsOfAnyDepthAreRead()
    {
        using Shape = std::vector<std::int64_t>;
        QCOMPARE(codesFromJson("[1, 2, 3]").shape, Shape{3});
        QCOMPARE(codesFromJson("[[1, 2, 3], [4, 5, 6]]").shape, (Shape{2, 3}));
        QCOMPARE(codesFromJson("[[[1, 2, 3], [4, 5, 6]]]").shape, (Shape{1, 2, 3}));
        QCOMPARE(codesFromJson("\xEF\xBB\xBF [[7], [8]] \n").values, (std::vector<std::int64_t>{7, 8}));
    }

    void badJsonIsRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char* name, const QByteArray& json, const QStringList& words) {
            QTest::newRow(name) << json << words;
        };
        const QByteArray head = R"({"format": "tessera-codes", "version": 1, )";
        row("empty", "", {"white space"});
        row("cut", "[[1, 2], [3", {"not complete"});
        row("a number", "5", {"5", "list"});
        row("a text", "\"codes\"", {"codes", "list"});
        row("null", "null", {"null"});
        row("fraction", "[[1, 2], [3, 4.5]]", {"row 1, column 1", "4.5", "whole number"});
        row("whole number as a float", "[[1, 2.0]]", {"row 0, column 1", "2.0", "whole number"});
        row("negative", "[[1, 2], [-4, 3]]", {"row 1, column 0", "-4"});
        row("in a batch", "[[[1, 2], [3, null]]]", {"map 0, row 1, column 1", "null"});
        row("flat", "[1, true]", {"position 1", "true"});
        row("text in it", R"([[1, "2"]])", {"row 0, column 1", "\"2\""});
        row("object in it", R"([[1, {"a": 2}]])", {"row 0, column 1", "object"});
        row("beyond 31 bits", "[[1, 4294967296]]", {"row 0, column 1", "4294967296"});
        row("beyond 63 bits", "[[1, 18446744073709551615]]", {"row 0, column 1", "18446744073709551615"});
        row("ragged", "[[1, 2], [3]]", {"1 entries", "2", "one length"});
        row("list among numbers", "[1, [2]]", {"position 1", "list"});
        row("number among lists", "[[1, 2], 3]", {"position 1", "number"});
        row("four levels", "[[[[1]]]]", {"list"});
        row("deep", QByteArray(1000, '['), {"list"});
        row("no codes", "[]", {"(0,)"});
        row("no columns", "[[], []]", {"(2, 0)"});
        row("another format", R"({"format": "else", "version": 1, "codes": [[1]]})", {"\"else\"", "tessera-codes"});
        row("later version", R"({"format": "tessera-codes", "version": 2, "codes": [[1]]})", {"version", "2", "1"});
        row("without codes", head + R"("factor": 8})", {"lacks", "codes"});
        row("without format", R"({"version": 1, "codes": [[1]]})", {"lacks", "format"});
        row("unknown key", head + R"("codes": [[1]], "size": 3})", {"\"size\"", "unknown"});
        row("key twice", head + R"("codes": [[1]], "codes": [[1]]})", {"\"codes\"", "twice"});
        row("codes as a number", head + R"("codes": 4})", {"\"codes\"", "4"});
        row("factor as a list", head + R"("factor": [4], "codes": [[1]]})", {"\"factor\"", "list"});
        row("model as a number", head + R"("model": 4, "codes": [[1]]})", {"\"model\"", "4"});
        row("negative factor", head + R"("factor": -4, "codes": [[1]]})", {"\"factor\"", "-4"});
        row("huge factor", head + R"("factor": 4294967296, "codes": [[1]]})", {"\"factor\"", "4294967296"});
        row("text after it", "[[1]] x", {"unexpected"});
    }
    void badJsonIsRefused()
    {
        QFETCH(QByteArray, json);
        QFETCH(QStringList, words);
        const QString message = messageOf([&] { toIndexMap(codesFromJson(json.toStdString()), "codes.json"); });
        REFUSES(message, words);
    }

    void everyCutOfJsonIsRefused()
    {
        const std::string good = codesToJson(sample(2), {"model", 1024, 8});
        for (std::size_t length = 0; length + 1 < good.size(); ++length) // the last character is white space
            REFUSES(refusal(good.substr(0, length)), QStringList{});
    }

    void archivesThatNumPyMadeAreRead()
    {
        IndexMap codes(1, 3, 5);
        for (std::size_t i = 0; i < codes.codes.size(); ++i)
            codes.codes[i] = static_cast<std::int32_t>(i * i * 97 % 65536);
        const CodeArray plain = golden("plain.npz");
        QVERIFY(toIndexMap(plain, "plain") == codes);
        QVERIFY(plain.origin == (CodeOrigin{"für 目", 65536, 8}));
        const CodeArray packed = golden("packed.npz");
        QVERIFY(toIndexMap(packed, "packed") == codes);
        QVERIFY(packed.origin == CodeOrigin());
        QVERIFY(toIndexMap(golden("only.npz"), "only", GridSize{3, 5}) == codes); // called arr_0, big-endian, flat
        const std::filesystem::path column = std::filesystem::path(TESSERA_SOURCE_DIR) / "tests/core/numpy/column.npy";
        QVERIFY(toIndexMap(toCodeArray(readNpy(column), "column"), "column", GridSize{3, 5}) == codes);
        REFUSES(messageOf<FormatError>([] { golden("two.npz"); }), (QStringList{"indices", "latents", "\"codes\""}));
        REFUSES(messageOf<FormatError>([] { golden("text.npz"); }), (QStringList{"codes", "texts", "integers"}));
    }

    void anArchiveComesBackAsItWas()
    {
        const CodeOrigin origin{"a \"model\" ü", 70000, 8};
        for (const std::int64_t count : {1, 2}) {
            const CodeArray back = codesFromNpz(codesToNpz(sample(count), origin));
            QVERIFY(toIndexMap(back, "codes") == sample(count));
            QVERIFY(back.origin == origin);
        }
        QVERIFY(codesFromNpz(codesToNpz(sample(), {})).origin == CodeOrigin());
    }

    void everyCutOfAnArchiveIsRefused()
    {
        const std::vector<std::byte> good = codesToNpz(sample(), {"model", 1024, 8});
        for (std::size_t length = 0; length < good.size(); ++length)
            REFUSES(messageOf<FormatError>([&] { codesFromNpz(std::span(good).first(length)); }), QStringList{});
    }

    void everyFlipInAnArchiveIsRefusedOrRead()
    {
        const std::vector<std::byte> good = codesToNpz(sample(), {"model", 1024, 8});
        for (std::size_t i = 0; i < good.size(); ++i) {
            std::vector<std::byte> flipped = good;
            flipped[i] ^= std::byte{0x11};
            messageOf([&] { toIndexMap(codesFromNpz(flipped), "codes"); });
        }
    }

    void floatsAreRefusedWithTheReason()
    {
        const ScratchFolder folder;
        Tensor tensor({1, 1, 1, 2});
        writeNpy(folder / "codes.npy", tensor);
        REFUSES(messageOf<FormatError>([&] { toCodeArray(readNpy(folder / "codes.npy"), "codes.npy"); }),
                (QStringList{"codes.npy", "floats", "integers", "astype"}));
    }

    void arraysInMemoryAreReadAsFilesAre()
    {
        QVERIFY(toIndexMap(toCodeArray(parseNpy(npyBytes(sample())), "member"), "member") == sample());
        const NpyArray number = parseNpy(npyBytes(std::int64_t{-42}));
        QVERIFY(number.shape.empty());
        QCOMPARE(toCodeArray(number, "member").values, std::vector<std::int64_t>{-42});
        const auto text = npyBytes(std::string("für 🙂"));
        QCOMPARE(parseNpy(text, true).dtype, std::string("<U5"));
        REFUSES(messageOf<FormatError>([&] { parseNpy(text); }), QStringList{"texts"});
    }
};

QTEST_APPLESS_MAIN(TestCodeFiles)
#include "test_code_files.moc"
