// SPDX-License-Identifier: Apache-2.0
// Safetensors: good files give their values, each bad one is refused in words (rows S1 to S24).
#include "core/files/half.h"
#include "core/files/safetensors.h"
#include "tests/support/bad_input.h"
#include "tests/support/safetensors_bytes.h"

#include <QElapsedTimer>
#include <QTest>

#include <cmath>
#include <filesystem>
#include <limits>
#include <string>

using namespace tessera::core;
using namespace tessera::tests;
using namespace std::string_literals;

namespace {

/// {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} with one field changed, and its eight bytes.
std::string withFields(const std::string& fields, const std::string& data = std::string(8, '\0'))
{
    return safetensors(R"({"a":{)" + fields + "}}", data);
}
std::string withOffsets(const std::string& offsets)
{
    return withFields(R"("dtype":"F32","shape":[2],"data_offsets":)" + offsets);
}
std::string withShape(const std::string& shape)
{
    return withFields(R"("dtype":"F32","shape":)" + shape + R"(,"data_offsets":[0,8])");
}
std::string withDtype(const std::string& dtype)
{
    return withFields(R"("dtype":)" + dtype + R"(,"shape":[2],"data_offsets":[0,8])");
}
const std::string kGoodHeader = R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})";
std::string withHeader(const std::string& header) { return safetensors(header, std::string(8, '\0')); }
std::string withLength(std::uint64_t length) { return littleEndian(length) + kGoodHeader + std::string(8, '\0'); }

/// Two tensors of four bytes each, "a" and "b", at these offsets of `bytes` bytes.
std::string twoTensors(const std::string& first, const std::string& second, std::size_t bytes)
{
    return safetensors(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":)" + first
                           + R"(},"b":{"dtype":"F32","shape":[1],"data_offsets":)" + second + "}}",
                       std::string(bytes, '\0'));
}

/// Opens it and reads every tensor.
void readAll(const std::filesystem::path& file)
{
    const auto source = openSafetensors(file);
    for (std::size_t i = 0; i < source->entries().size(); ++i)
        source->read(i);
}

} // namespace

class TestSafetensors : public QObject {
    Q_OBJECT
private slots:
    void namesShapesAndValuesComeBack()
    {
        const ScratchFolder folder;
        const auto source = openSafetensors(folder.write("w.safetensors", safetensors({
            {"b", "F32", "[2, 3]", floatBytes({0, 1, 2, 3, 4, 5})}, {"a", "F32", "[1]", floatBytes({-7.5F})}})));
        QCOMPARE(source->entries().size(), 2U);
        QCOMPARE(source->entries()[0].name, std::string("b"));
        QCOMPARE(shapeToString(source->entries()[0].shape), std::string("[2, 3]"));
        QCOMPARE(source->read(0), (std::vector<float>{0, 1, 2, 3, 4, 5}));
        QCOMPARE(source->read(1), (std::vector<float>{-7.5F}));
        REFUSES(QString::fromStdString(source->name()), (QStringList{"w.safetensors of"}));
    }

    void everyFloatTypeGivesTheSameValues() // S11
    {
        const double values[] = {1.5, -0.25, 0, 65504};
        std::string f64(32, '\0');
        std::memcpy(f64.data(), values, 32);
        const ScratchFolder folder;
        // The odd length of "shift" leaves all that follow unaligned.
        const auto source = openSafetensors(folder.write("w.safetensors", safetensors({
            {"shift", "U8", "[3]", "xyz"}, {"f64", "F64", "[4]", f64},
            {"f32", "F32", "[4]", floatBytes({1.5F, -0.25F, 0, 65504})},
            {"f16", "F16", "[4]", std::string("\x00\x3E\x00\xB4\x00\x00\xFF\x7B", 8)},
            {"bf16", "BF16", "[3]", std::string("\xC0\x3F\x80\xBE\x00\x00", 6)}})));
        const std::vector<float> expected{1.5F, -0.25F, 0, 65504};
        QCOMPARE(source->read(1), expected);
        QCOMPARE(source->read(2), expected);
        QCOMPARE(source->read(3), expected);
        QCOMPARE(source->read(4), (std::vector<float>{1.5F, -0.25F, 0}));
    }

    void everyHalfIsExact()
    {
        for (unsigned bits = 0; bits < 0x10000; ++bits) {
            const unsigned exponent = (bits >> 10) & 31U, fraction = bits & 1023U;
            const double sign = (bits & 0x8000U) != 0 ? -1 : 1;
            const float value = halfToFloat(static_cast<std::uint16_t>(bits));
            if (exponent == 31) {
                QCOMPARE(std::isnan(value), fraction != 0);
                QCOMPARE(std::isinf(value), fraction == 0);
            } else {
                const double magnitude = exponent == 0 ? std::ldexp(fraction, -24)
                                                       : std::ldexp(1024 + fraction, static_cast<int>(exponent) - 25);
                QVERIFY(static_cast<double>(value) == sign * magnitude);
            }
            QCOMPARE(std::signbit(value), sign < 0);
        }
    }

    void manyValuesAreConvertedInPieces()
    {
        constexpr std::size_t kCount = (1 << 18) * 2 + 17; // beyond two pieces
        std::string bytes(kCount * 2, '\0');
        for (std::size_t i = 0; i < kCount; ++i)
            bytes[2 * i + 1] = static_cast<char>(i % 120);
        const ScratchFolder folder;
        const auto source = openSafetensors(folder.write("w.safetensors",
            safetensors({{"w", "BF16", '[' + std::to_string(kCount) + ']', bytes}})));
        const std::vector<float> values = source->read(0);
        QCOMPARE(values.size(), kCount);
        for (std::size_t i = 0; i < kCount; ++i)
            QCOMPARE(values[i], bfloatToFloat(static_cast<std::uint16_t>((i % 120) << 8)));
    }

    void goodFilesAreAccepted_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char* name, const std::string& bytes) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes);
        };
        row("S4 trailing spaces", withHeader(kGoodHeader + "   \n"));
        row("S14 no tensors", safetensors("{}", ""));
        row("S14 empty tensors and scalars", safetensors({{"none", "F32", "[3, 0]", ""},
            {"one", "F32", "[]", floatBytes({1})},
                                                          {"end", "F16", "[0]", ""}}));
        row("S16 metadata", withHeader(R"({"__metadata__":{"format":"pt"},)" + kGoodHeader.substr(1)));
        row("S23 name of a path", safetensors({{"../../etc/passwd<b>", "F32", "[1]", floatBytes({1})}}));
        row("any order of data", twoTensors("[4,8]", "[0,4]", 8));
        row("eight dimensions", withShape("[1,1,1,1,1,1,1,2]"));
    }

    void goodFilesAreAccepted()
    {
        QFETCH(QByteArray, bytes);
        const ScratchFolder folder;
        const auto file = folder.write("w.safetensors", bytes.toStdString());
        const QString message = messageOf([&] { readAll(file); });
        QVERIFY2(message.isEmpty(), qPrintable(message));
    }

    void badFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char* name, const std::string& bytes, const QStringList& words) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << words;
        };
        row("S1 empty", "", {"empty", "safetensors"});
        row("S1 seven bytes", std::string("\1\2\3\4\5\6\7"), {"7 bytes"});
        row("S1 eight bytes", littleEndian(2), {"8 bytes"});
        row("S1 length 0", withLength(0), {"0 bytes"});
        row("S1 length 1", withLength(1), {"1 bytes"});
        row("S1 length of the file", withLength(kGoodHeader.size() + 16), {"header", "cut"});
        row("S1 length 2^31", withLength(1ULL << 31), {"2,147,483,648", "100,000,000"});
        row("S1 length 2^63", withLength(1ULL << 63), {"9,223,372,036,854,775,808", "100,000,000"});
        row("S1 length 2^64 - 8", withLength(0ULL - 8), {"18,446,744,073,709,551,608", "100,000,000"});
        row("S1 length 2^64 - 8 and one byte", littleEndian(0ULL - 8) + "x", {"18,446,744,073,709,551,608"});
        row("S1 length 2^64 - 1 and one byte", littleEndian(0ULL - 1) + "x", {"18,446,744,073,709,551,615"});
        row("S1 length 100,000,001", withLength(100000001), {"100,000,001", "100,000,000"});
        row("S1 length within the limit, not the file", withLength(100000000), {"100,000,000", "cut"});
        row("S1 big-endian length", std::string("\0\0\0\0\0\0\0\x36", 8) + kGoodHeader + std::string(8, '\0'),
            {"header"});
        row("S2 not UTF-8", withHeader("{\"\xC3(\":1}"), {"UTF-8"});
        row("S2 overlong", withHeader("{\"\xC0\xAF\":1}"), {"UTF-8"});
        row("S2 surrogate", withHeader("{\"\xED\xA0\x80\":1}"), {"UTF-8"});
        row("S2 byte order mark", withHeader("\xEF\xBB\xBF" + kGoodHeader), {"begin with {"});
        row("S2 UTF-16", withHeader(std::string("{\0\"\0", 4)), {"NUL"});
        row("S2 not JSON", withHeader("{not json}"), {"character 3", "not valid JSON"});
        row("S2 list", withHeader("[1]"), {"begin with {"});
        row("S2 null", withHeader("null"), {"begin with {"});
        row("S3 NUL inside", withHeader("{\"a\0\":1}"s), {"NUL"});
        row("S3 NUL after", withHeader(kGoodHeader + "\0"s), {"NUL"});
        row("S3 text behind a NUL", withHeader(kGoodHeader + "\0{}"s), {"NUL"});
        row("S3 text after the object", withHeader(kGoodHeader + "{}"), {"not valid JSON"});
        row("S4 leading space", withHeader(" " + kGoodHeader), {"begin with {"});
        row("S5 name twice", withHeader(kGoodHeader.substr(0, kGoodHeader.size() - 1) + "," + kGoodHeader.substr(1)),
            {"\"a\"", "twice"});
        row("S5 name twice by an escape", withHeader(kGoodHeader.substr(0, kGoodHeader.size() - 1)
            + R"(,"\u0061":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}})"), {"\"a\"", "twice"});
        row("S5 field twice", withFields(R"("dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8])"),
            {"dtype", "twice"});
        row("S5 field twice by an escape",
            withFields(R"("dtype":"F32","shap\u0065":[2],"shape":[2],"data_offsets":[0,8])"),
            {"shape", "twice"});
        row("S6 overlap", twoTensors("[0,4]", "[2,6]", 6), {"\"b\"", "overlap"});
        row("S6 all on the same bytes", twoTensors("[0,4]", "[0,4]", 4), {"overlap"});
        row("S7 hole at the start", twoTensors("[4,8]", "[8,12]", 12), {"\"a\"", "byte 4", "hole"});
        row("S7 hole in the middle", twoTensors("[0,4]", "[5,9]", 9), {"\"b\"", "byte 5", "expected byte 4", "hole"});
        row("S7 bytes after the last", twoTensors("[0,4]", "[4,8]", 11), {"3 bytes after the last tensor"});
        row("S7 one byte short", twoTensors("[0,4]", "[4,8]", 7), {"\"b\"", "[4, 8]", "7 bytes", "cut"});
        row("S7 only a tail of bytes", safetensors("{}", "x"), {"1 bytes after"});
        row("S8 reversed", withOffsets("[8,0]"), {"\"a\"", "[8, 0]"});
        row("S8 negative", withOffsets("[-8,0]"), {"data_offsets", "-8", "none negative"});
        row("S8 float", withOffsets("[0,8.0]"), {"data_offsets", "8.0"});
        row("S8 text", withOffsets("[0,\"8\"]"), {"data_offsets", "\"8\""});
        row("S8 one", withOffsets("[8]"), {"data_offsets", "1 number;", "two"});
        row("S8 none", withOffsets("[]"), {"data_offsets", "0 numbers", "two"});
        row("S8 three", withOffsets("[0,8,8]"), {"data_offsets", "more than two"});
        row("S8 nested", withOffsets("[[0,8]]"), {"data_offsets", "a list"});
        row("S8 no list", withOffsets("8"), {"data_offsets is 8", "two whole numbers"});
        row("S8 39 digits", withOffsets("[0,340282366920938463463374607431768211456]"), {"data_offsets", "e+38"});
        row("S8 2^63 - 1", withOffsets("[0,9223372036854775807]"), {"9223372036854775807"});
        row("S8 2^63", withOffsets("[0,9223372036854775808]"), {"9223372036854775808"});
        row("S8 2^64 - 1", withOffsets("[18446744073709551615,7]"), {"18446744073709551615"});
        row("S8 2^32 more", withOffsets("[4294967296,4294967304]"), {"4294967296"});
        row("S9 unknown dtype", withDtype("\"F31\""), {"\"a\"", "\"F31\"", "F16"});
        row("S9 lower-case dtype", withDtype("\"f32\""), {"\"f32\""});
        row("S9 numeric dtype", withDtype("32"), {"dtype is 32"});
        row("S9 dtype as list", withDtype("[\"F32\"]"), {"dtype is a list"});
        row("S9 dtype null", withDtype("null"), {"dtype is null"});
        row("S9 missing dtype", withFields(R"("shape":[2],"data_offsets":[0,8])"), {"has no dtype"});
        row("S9 missing shape", withFields(R"("dtype":"F32","data_offsets":[0,8])"), {"has no shape"});
        row("S9 missing offsets", withFields(R"("dtype":"F32","shape":[2])"), {"has no data_offsets"});
        row("S9 size is not shape x dtype", withDtype("\"F64\""), {"\"a\"", "8 bytes", "[2] of F64", "needs 16"});
        row("S9 unknown field", withFields(R"("strides":[1],"dtype":"F32","shape":[2],"data_offsets":[0,8])"),
            {"\"strides\""});
        row("S10 integers", safetensors({{"a", "I32", "[1]", floatBytes({1})}}),
            {"\"a\"", "I32", "F32, F16, BF16 or F64"});
        row("S10 bytes", safetensors({{"a", "U8", "[1]", "x"}}), {"\"a\"", "U8"});
        row("S10 truth", safetensors({{"a", "BOOL", "[1]", "\1"}}), {"\"a\"", "BOOL"});
        row("S10 eight-bit floats", safetensors({{"a", "F8_E4M3", "[1]", "x"}}), {"\"a\"", "F8_E4M3"});
        row("S12 negative", withShape("[-2]"), {"shape", "-2"});
        row("S12 two negatives", withShape("[-1,-2]"), {"shape", "-1"});
        row("S12 float", withShape("[2.0]"), {"shape", "2.0"});
        row("S12 true", withShape("[true]"), {"shape", "true"});
        row("S12 nested", withShape("[[2]]"), {"shape", "a list"});
        row("S12 number", withShape("2"), {"shape is 2"});
        row("S12 object", withShape("{}"), {"shape is an object"});
        row("S12 nine dimensions", withShape("[1,1,1,1,1,1,1,1,2]"), {"8 dimensions"});
        std::string many = "[2";
        for (int i = 1; i < 404; ++i)
            many += ",1";
        row("S12 404 dimensions", withShape(many + "]"), {"8 dimensions"});
        row("S12 zero dimension with bytes", withShape("[2,0]"), {"[2, 0]", "needs 0"});
        row("S13 wraps modulo 2^32", withShape("[1073741826]"), {"needs 4,294,967,304"});
        row("S13 wraps modulo 2^64", withShape("[4611686018427387906]"), {"more than a file can hold"});
        row("S13 wraps through a product", withShape("[4294967296,4294967296,2]"), {"more than a file can hold"});
        row("S13 wraps before a zero", withShape("[9223372036854775807,4,0]"), {"8 bytes"});
        row("S13 2^63", withShape("[9223372036854775808]"), {"9223372036854775808", "too large"});
        row("S16 metadata of numbers", withHeader(R"({"__metadata__":{"a":1},)" + kGoodHeader.substr(1)),
            {"__metadata__ holds 1"});
        row("S16 metadata twice", withHeader(R"({"__metadata__":{},"__metadata__":{},)" + kGoodHeader.substr(1)),
            {"__metadata__", "twice"});
        row("S16 metadata is text", withHeader(R"({"__metadata__":"pt",)" + kGoodHeader.substr(1)),
            {"__metadata__ is \"pt\""});
        row("S16 metadata is null", withHeader(R"({"__metadata__":null,)" + kGoodHeader.substr(1)),
            {"__metadata__ is null"});
        row("S16 metadata nested", withHeader(R"({"__metadata__":{"a":)" + std::string(5000, '[')),
            {"__metadata__ holds a list"});
        row("S16 key of metadata twice", withHeader(R"({"__metadata__":{"a":"","a":""},)" + kGoodHeader.substr(1)),
            {"\"a\" twice"});
        row("tensor is a number", withHeader(R"({"a":1})"), {"\"a\"", "is 1"});
        row("tensor is a list", withHeader(R"({"a":[]})"), {"\"a\"", "is a list"});
        row("header is cut", withHeader(R"({"a":)"), {"not complete"});
        row("S21 ZIP", "PK\3\4 and more of it", {"ZIP archive", ".bin"});
        row("S21 pickle", "\x80\2}q\0."s, {"pickle"});
        row("S21 PNG", "\x89PNG\r\n\x1A\n and more", {"PNG picture"});
        row("S21 gzip", "\x1F\x8B\x08 and more of it", {"gzip"});
        row("S21 GGUF", "GGUF\3\0\0\0 and more"s, {"GGUF"});
        row("S21 web page", "<!DOCTYPE html>\n<html>", {"web page"});
        row("S21 LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n", {"Git LFS pointer"});
        row("S21 plain text", "Entry not found", {"plain text"});
        row("S21 text of another language", "nicht gefunden: Größe 日本", {"plain text"});
        row("S21 zeros", std::string(300, '\0'), {"zero bytes"});
        row("S23 long name", safetensors({{"<b>\\n" + std::string(1500, 'x'), "I8", "[1]", "x"}}),
            {"<b>?xxx", "xxx...xxx", "I8"});
    }

    void badFilesAreRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QStringList, words);
        const ScratchFolder folder;
        const auto file = folder.write("w.safetensors", bytes.toStdString());
        ADVISES(messageOf<FormatError>([&] { readAll(file); }), words + QStringList{"w.safetensors"});
    }

    void everyCutIsRefused()
    {
        const std::string good = safetensors({{"a", "F16", "[2]", "abcd"}, {"b", "F32", "[1]", "efgh"}});
        const ScratchFolder folder;
        for (std::size_t length = 0; length < good.size(); ++length) {
            const auto file = folder.write("w.safetensors", std::string_view(good).substr(0, length));
            ADVISES(messageOf<FormatError>([&] { readAll(file); }), QStringList{"w.safetensors"});
        }
    }

    void everyFlipIsRefusedOrRead()
    {
        const std::string good = safetensors({{"a", "F16", "[2]", "abcd"}, {"b", "F32", "[1]", "efgh"}});
        const ScratchFolder folder;
        for (std::size_t i = 0; i < good.size(); ++i)
            for (const char flip : {'\x01', '\x10', '\x80'}) {
                std::string flipped = good;
                flipped[i] = static_cast<char>(flipped[i] ^ flip);
                const auto file = folder.write("w.safetensors", flipped);
                messageOf<FormatError>([&] { readAll(file); });
            }
    }

    void aHundredThousandTensorsAreReadAndOneMoreIsNot() // S22
    {
        const ScratchFolder folder;
        for (const std::size_t count : {100000U, 100001U}) {
            std::string header = "{";
            for (std::size_t i = 0; i < count; ++i)
                header += (i == 0 ? "" : ",") + ("\"t" + std::to_string(i)) + '"'
                    + R"(:{"dtype":"F32","shape":[0],"data_offsets":[0,0]})";
            const auto file = folder.write("w.safetensors", safetensors(header + "}", ""));
            const QString message = messageOf<FormatError>(
                [&] { QCOMPARE(openSafetensors(file)->entries().size(), count); });
            if (count > 100000U)
                ADVISES(message, QStringList{"more than 100,000 tensors"});
            else
                QVERIFY2(message.isEmpty(), qPrintable(message));
        }
    }

    void aHeaderOfSpacesAndAFileOfATebibyteCostLittle() // S22
    {
        const ScratchFolder folder;
        std::string spaces = kGoodHeader;
        spaces.resize(99'000'000, ' ');
        QVERIFY(messageOf([&] { readAll(folder.write("spaces.safetensors", withHeader(spaces))); }).isEmpty());

        constexpr std::uint64_t kTebibyte = 1ULL << 40;
        const auto sparse = folder.write("sparse.safetensors", withFields(
            R"("dtype":"F32","shape":[274877906944],"data_offsets":[0,1099511627776])", ""));
        std::error_code cannot; // where the file system has no files of that size, the smaller one is refused as cut
        std::filesystem::resize_file(sparse, std::filesystem::file_size(sparse) + kTebibyte, cannot);
        QElapsedTimer timer;
        timer.start();
        const QString message = messageOf([&] { QCOMPARE(openSafetensors(sparse)->entries().size(), 1U); });
        QVERIFY2(cannot ? !message.isEmpty() : message.isEmpty(), qPrintable(message));
        QVERIFY(timer.elapsed() < kPromisedMilliseconds);
    }

    void aFileThatIsCutWhileItIsReadIsAnError() // S24
    {
        const ScratchFolder folder;
        const auto file = folder.write("w.safetensors", safetensors({{"a", "F32", "[1000]", std::string(4000, 'x')}}));
        const auto source = openSafetensors(file);
        std::filesystem::resize_file(file, std::filesystem::file_size(file) - 1);
        ADVISES(messageOf<FormatError>([&] { source->read(0); }), (QStringList{"w.safetensors", "cut while"}));
    }

    void aFileThatIsWrittenToWhileItIsReadIsAnError() // S24
    {
        const ScratchFolder folder;
        const std::string bytes = safetensors({{"a", "F32", "[1000]", std::string(4000, 'x')}});
        const auto file = folder.write("w.safetensors", bytes);
        const auto source = openSafetensors(file);
        QCOMPARE(source->read(0).size(), std::size_t{1000});
        // In its place, of the same size, by somebody whose clock is another one.
        folder.write("w.safetensors", safetensors({{"a", "F32", "[1000]", std::string(4000, 'y')}}));
        std::filesystem::last_write_time(file, std::filesystem::last_write_time(file) - std::chrono::hours(1));
        ADVISES(messageOf<FormatError>([&] { source->read(0); }), (QStringList{"w.safetensors", "was changed while", "wait"}));
        // Replaced as it should be: what was opened is still there.
        folder.write("v.safetensors", bytes);
        const auto other = openSafetensors(folder / "v.safetensors");
        folder.write("new", "no tensors at all");
        std::filesystem::rename(folder / "new", folder / "v.safetensors");
        QCOMPARE(other->read(0).size(), std::size_t{1000});
    }
};

QTEST_APPLESS_MAIN(TestSafetensors)
#include "test_safetensors.moc"
