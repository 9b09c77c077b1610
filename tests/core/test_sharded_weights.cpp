// SPDX-License-Identifier: Apache-2.0
// A model in several safetensors files: the index is followed within its folder and no further (row S19).
#include "core/files/weight_files.h"
#include "tests/support/bad_input.h"
#include "tests/support/safetensors_bytes.h"

#include <QTest>

#include <filesystem>
#include <string>

using namespace tessera::core;
using namespace tessera::tests;

namespace {

/// A model in two files with this index; what opening it says.
QString messageOfIndex(const ScratchFolder& folder, const std::string& index)
{
    folder.write("one.safetensors", safetensors({{"a", "F32", "[1]", floatBytes({1})}}));
    folder.write("two.safetensors",
                 safetensors({{"b", "F32", "[1]", floatBytes({2})}, {"c", "F32", "[1]", floatBytes({3})}}));
    std::vector<std::filesystem::path> files;
    return messageOf([&] { openShardedWeights(folder.write("model.safetensors.index.json", index), files); });
}

} // namespace

class TestShardedWeights : public QObject {
    Q_OBJECT
private slots:
    void severalFilesAreOneModel() // S19
    {
        const ScratchFolder folder;
        const std::string index = R"({"metadata":{"total_size":12},"weight_map":
            {"a":"one.safetensors","b":"two.safetensors","c":"two.safetensors"}})";
        QCOMPARE(messageOfIndex(folder, index), QString());
        std::vector<std::filesystem::path> files;
        const auto source = openShardedWeights(folder / "model.safetensors.index.json", files);
        QCOMPARE(files.size(), 2U);
        QCOMPARE(source->entries().size(), 3U);
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE(source->entries()[i].name, std::string(1, static_cast<char>('a' + i)));
            QCOMPARE(source->read(i), std::vector<float>{static_cast<float>(i + 1)});
        }
    }

    void badIndexesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("index");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char* name, const QByteArray& a, const QStringList& words) {
            const QByteArray others = R"(,"b":"two.safetensors","c":"two.safetensors"}})";
            QTest::newRow(name) << R"({"weight_map":{"a":)" + a + others << words;
        };
        row("S19 parent folder", "\"../one.safetensors\"", {"\"../one.safetensors\"", "plain file name"});
        row("S19 absolute", "\"/tmp/one.safetensors\"", {"\"/tmp/one.safetensors\"", "plain file name"});
        row("S19 address", "\"https://host/one.safetensors\"", {"https://", "plain file name"});
        row("S19 backslash", R"("..\\one.safetensors")", {"plain file name"});
        row("S19 dots", "\"..\"", {"plain file name"});
        row("S19 NUL", R"("one.safetensors\u0000.safetensors")", {"plain file name"});
        row("S19 empty", "\"\"", {".safetensors"});
        row("S19 other kind of file", "\"one.bin\"", {"\"one.bin\"", ".safetensors"});
        row("S19 number", "1", {"gives 1", "tensor \"a\""});
        row("S19 missing shard", "\"three.safetensors\"", {"three.safetensors", "No such file"});
        row("S19 wrong shard", "\"two.safetensors\"", {"\"two.safetensors\" holds 2 tensors", "says 3"});
        row("S19 tensor of no shard", "\"one.safetensors\",\"d\":\"one.safetensors\"", {"holds 1 tensors", "says 2"});
        QTest::newRow("S19 shards swapped")
            << QByteArray(R"({"weight_map":{"a":"two.safetensors","b":"one.safetensors"}})")
            << QStringList{"\"a\" is in \"one.safetensors\"", "says \"two.safetensors\""};
        QTest::newRow("S19 tensor not named") << QByteArray(R"({"weight_map":{"b":"two.safetensors"}})")
                                              << QStringList{"\"c\"", "does not name it"};
        QTest::newRow("no map") << QByteArray("{}") << QStringList{"weight_map"};
        QTest::newRow("map is a list") << QByteArray(R"({"weight_map":[]})") << QStringList{"weight_map"};
        QTest::newRow("empty map") << QByteArray(R"({"weight_map":{}})") << QStringList{"weight_map", "empty"};
        QTest::newRow("list") << QByteArray("[]") << QStringList{"weight_map"};
        QTest::newRow("twice") << QByteArray(R"({"weight_map":{"a":"x","a":"y"}})") << QStringList{"\"a\"", "twice"};
        QTest::newRow("web page") << QByteArray("<html>") << QStringList{"web page"};
        QTest::newRow("empty") << QByteArray() << QStringList{"white space"};
    }

    void badIndexesAreRefused()
    {
        QFETCH(QByteArray, index);
        QFETCH(QStringList, words);
        const ScratchFolder folder;
        ADVISES(messageOfIndex(folder, index.toStdString()), words + QStringList{"model.safetensors.index.json"});
    }

    void anIndexOfTooManyFilesIsRefused()
    {
        const ScratchFolder folder;
        std::string map;
        for (int i = 0; i < 129; ++i)
            map += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":\"" + std::to_string(i) + ".safetensors\"";
        ADVISES(messageOfIndex(folder, R"({"weight_map":{)" + map + "}}"), (QStringList{"129 files", "at most 128"}));
    }
};

QTEST_APPLESS_MAIN(TestShardedWeights)
#include "test_sharded_weights.moc"
