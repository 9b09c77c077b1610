// SPDX-License-Identifier: Apache-2.0
// What is measured once is there the next time; a file that is not what it should be is as good as none.
#include "gpu/tuning/tuning_file.h"
#include "tests/support/bad_input.h"
#include "tests/support/vulkan.h"

#include <QTest>

#include <sys/stat.h>

using namespace tessera;
using namespace tessera::gpu;

namespace {

const TuningKey kKey{"device a, driver 1 subgroup 8", "lanes 8 0123456789abcdef"};

Tuning lanes8()
{
    Tuning tuning;
    tuning.variant = Variant::lanes;
    tuning.lanes = 8;
    return tuning;
}

/// One of each kind and every method.
Choices some()
{
    using core::Sampling;
    return {{ConvClass{Sampling::same, 64, 32, false}, {ConvMethod::winograd4, {32, 8}}},
            {ConvClass{Sampling::up, 64, 96, true}, {ConvMethod::winograd2, {16, 4}}},
            {ConvClass{Sampling::down, 16, 24, true}, {ConvMethod::direct, {24, 2}}},
            {ProductClass{64}, {ConvMethod::direct, {64, 4}}},
            {CodesClass{0}, {ConvMethod::direct, {8, 1}}}};
}

/// The text with one replacement, which must be possible.
std::string with(const char* what, const char* by)
{
    std::string text = toText(some(), kKey);
    const std::size_t at = text.find(what);
    if (at == std::string::npos)
        qFatal("the file does not say %s", what);
    return text.replace(at, std::string_view(what).size(), by);
}

/// A file with one choice.
std::string row(const std::string& members)
{
    return R"({"format": 1, "device": ")" + kKey.device + R"(", "kernels": ")" + kKey.kernels + R"(", "choices": [{)"
        + members + "}]}";
}

} // namespace

class TestTuningFile : public QObject {
    Q_OBJECT

private slots:
    void theTextOfMeasurementsIsReadBack()
    {
        QVERIFY(fromText(toText(some(), kKey), kKey, lanes8()) == some());
        QVERIFY(fromText(toText({}, kKey), kKey, lanes8()) == Choices{});
        const std::string good
            = row(R"("op": "conv 3x3", "sampling": "same", "in": 16, "out": 16, "exact": false, "method": "winograd4",
                     "tile": [16, 4])");
        QCOMPARE(fromText(good, kKey, lanes8()).value_or(Choices{}).size(), 1U);
    }

    void aTextThatIsCutAnywhereIsWorthNothing()
    {
        const std::string text = toText(some(), kKey);
        const std::size_t whole = text.rfind('}') + 1;
        for (std::size_t length = 0; length < whole; ++length)
            QVERIFY2(!fromText(text.substr(0, length), kKey, lanes8()), qPrintable(QString::number(length)));
        QVERIFY(fromText(text.substr(0, whole), kKey, lanes8()));
    }

    void aTextWithAnyByteChangedIsReadOrRefusedButHarmless()
    {
        const std::string text = toText(some(), kKey);
        for (std::size_t i = 0; i < text.size(); ++i)
            for (const char byte : {'\0', ' ', '9', '"', '}', '\xFF'}) {
                std::string changed = text;
                changed[i] = byte;
                for (const auto& [op, choice] : fromText(changed, kKey, lanes8()).value_or(Choices{}))
                    QVERIFY(isPossible(op) && isLegal(op, choice, Variant::lanes, 8));
            }
    }

    void aForeignOrDamagedTextIsWorthNothing_data()
    {
        QTest::addColumn<QByteArray>("text");
        const auto add = [](const char* name, const std::string& text) {
            QTest::newRow(name) << QByteArray::fromStdString(text);
        };
        add("another device", with("device a", "device b"));
        add("another driver", with("driver 1", "driver 2"));
        add("another subgroup size", with("subgroup 8", "subgroup 16"));
        add("another variant", with("lanes 8", "plain 8"));
        add("other kernels", with("0123456789abcdef", "0123456789abcdee"));
        add("another format", with("\"format\": 1", "\"format\": 2"));
        add("no format", with("\"format\": 1", "\"other\": 1"));
        add("one member more", with("\"format\": 1", "\"format\": 1, \"more\": 2"));
        add("format as text", with("\"format\": 1", "\"format\": \"1\""));
        add("device as number", with("\"device a, driver 1 subgroup 8\"", "7"));
        add("null", "null");
        add("an array", "[]");
        add("an empty object", "{}");
        add("empty", "");
        add("not JSON", "GIF89a");
        add("text behind", toText(some(), kKey) + "{}");
        add("deep", std::string(100'000, '['));
        add("choices as object", R"({"format": 1, "device": ")" + kKey.device + R"(", "kernels": ")" + kKey.kernels
                + R"(", "choices": {}})");
        add("a choice as number", with("\"choices\": [", "\"choices\": [1, "));
        add("a choice without members", with("\"choices\": [", "\"choices\": [{}, "));
        add("a member twice", with("\"in\": 64", "\"in\": 64, \"in\": 64"));

        add("a class twice", with("\"choices\": [", R"("choices": [{"op": "product", "rows": 64, "tile": [8, 4]}, )"));
        add("unknown op", row(R"("op": "conv 5x5", "rows": 64, "tile": [8, 4])"));
        add("op as number", row(R"("op": 1, "rows": 64, "tile": [8, 4])"));
        add("no op", row(R"("rows": 64, "tile": [8, 4])"));
        add("no tile", row(R"("op": "product", "rows": 64)"));
        add("no rows", row(R"("op": "product", "tile": [8, 4])"));
        add("a product with more", row(R"("op": "product", "rows": 64, "tile": [8, 4], "exact": false)"));
        add("rows between powers of two", row(R"("op": "product", "rows": 48, "tile": [8, 4])"));
        add("too many rows", row(R"("op": "product", "rows": 128, "tile": [8, 4])"));
        add("negative rows", row(R"("op": "product", "rows": -8, "tile": [8, 4])"));
        add("too many quads", row(R"("op": "nearest code", "quads": 3, "tile": [8, 4])"));
        add("half a quad", row(R"("op": "nearest code", "quads": 0.5, "tile": [8, 4])"));
        for (const char* tile : {"[12, 4]", "[0, 4]", "[-8, 4]", "[128, 1]", "[8, 0]", "[8, 9]", "[8, -4]", "[64, 8]",
                                 "[8.0, 4]", "[8, 4.5]", "[1e1, 4]", "[8]", "[8, 4, 1]", "[]", "8", "\"8x4\"", "null",
                                 "{}", "[null, 4]", "[true, 4]", "[[8], 4]", "[18446744073709551615, 4]",
                                 "[4294967304, 4]", "[99999999999999999999999, 4]", "[8, 1e999]"})
            QTest::addRow("tile %s", tile) << QByteArray::fromStdString(
                row(std::string(R"("op": "product", "rows": 64, "tile": )") + tile));
        add("a tile wider than the rows", row(R"("op": "product", "rows": 16, "tile": [32, 4])"));

        const auto conv = [&](const char* name, const char* what, const char* by) {
            std::string members = R"("op": "conv 3x3", "sampling": "same", "in": 16, "out": 16, "exact": true,
                                     "method": "winograd2", "tile": [16, 4])";
            members.replace(members.find(what), std::string_view(what).size(), by);
            add(name, row(members));
        };
        conv("unknown sampling", "\"same\"", "\"sideways\"");
        conv("sampling as number", "\"same\"", "0");
        conv("unknown method", "winograd2", "winograd6");
        conv("an exact op that is not", "winograd2", "winograd4");
        conv("a transform where pixels are left out", "\"same\"", "\"down\"");
        conv("exact as number", "true", "1");
        conv("exact as text", "true", "\"true\"");
        conv("channels not in eights", "\"in\": 16", "\"in\": 15");
        conv("no channels", "\"in\": 16", "\"in\": 0");
        conv("too many channels", "\"in\": 16", "\"in\": 1048576");
        conv("huge channels", "\"in\": 16", "\"in\": 340282366920938463463374607431768211456");
        conv("a tile that wastes rows", "\"out\": 16", "\"out\": 24");
        conv("no method", "\"method\"", "\"way\"");
    }

    void aForeignOrDamagedTextIsWorthNothing()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!fromText(text.toStdString(), kKey, lanes8()));
    }

    void rowsThatTheLanesCannotHoldInTurnsAreRefused()
    {
        const Choices choices{{ConvClass{core::Sampling::same, 8, 24, false}, {ConvMethod::direct, {24, 4}}}};
        Tuning tuning = lanes8();
        QVERIFY(fromText(toText(choices, kKey), kKey, tuning));
        tuning.lanes = 16;
        QVERIFY(!fromText(toText(choices, kKey), kKey, tuning));
        tuning.lanes = 32;
        QVERIFY(fromText(toText(choices, kKey), kKey, tuning));
    }

    void aFileIsWrittenReadAndAddedTo()
    {
        const tests::ScratchFolder folder;
        qputenv("XDG_CACHE_HOME", (folder / "cache").c_str());
        const auto context = tests::openContext();
        const Tuning tuning = defaultTuning(*context);
        const TuningFile file(*context, tuning);
        QCOMPARE(QString::fromStdString(file.path().parent_path()),
                 QString::fromStdString(folder / "cache" / "tessera" / "tuning"));
        QVERIFY(file.read().empty());
        QVERIFY(knownTuning(*context, Tune::load).measured.empty());
        const Choice narrow{ConvMethod::direct, {8, 4}}, wide{ConvMethod::direct, {8, 2}};
        file.add({{ProductClass{8}, narrow}, {ProductClass{16}, narrow}});
        file.add({{ProductClass{16}, wide}, {CodesClass{1}, narrow}});
        const Choices all{{ProductClass{8}, narrow}, {ProductClass{16}, wide}, {CodesClass{1}, narrow}};
        QVERIFY(file.read() == all);
        QVERIFY(knownTuning(*context, Tune::load).measured == all);
        QVERIFY(knownTuning(*context, Tune::off).measured.empty());
        QCOMPARE(tests::bytesOf(file.path()).find('\0'), std::string::npos);
        QVERIFY(!TuningFile(*context, tuningFor(*context, Variant::shared)).read().contains(ProductClass{8}));
    }

    void whatIsNotAFileOfMeasurementsIsAsGoodAsNone() // G9
    {
        const tests::ScratchFolder folder;
        qputenv("XDG_CACHE_HOME", folder.path().c_str());
        const auto context = tests::openContext();
        const TuningFile file(*context, defaultTuning(*context));
        const Choices choices{{ProductClass{8}, {ConvMethod::direct, {8, 4}}}};
        file.add(choices);
        const std::string good = tests::bytesOf(file.path());
        const auto put = [&](const std::string& bytes) {
            std::ofstream(file.path(), std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        };
        put(good + std::string(1 << 20, ' ')); // only its size is wrong
        QVERIFY(file.read().empty());
        put(good + "\n\n");
        QVERIFY(file.read() == choices);
        put(good.substr(0, good.size() / 2));
        QVERIFY(file.read().empty());
        file.add(choices); // replaces it
        QVERIFY(file.read() == choices);

        std::filesystem::remove(file.path());
        QCOMPARE(::mkfifo(file.path().c_str(), 0600), 0);
        QVERIFY(file.read().empty());
        QVERIFY_THROWS_EXCEPTION(core::FileError, file.add(choices));
        std::filesystem::remove(file.path());
        std::filesystem::create_directory(file.path());
        QVERIFY(file.read().empty());
        QVERIFY_THROWS_EXCEPTION(core::FileError, file.add(choices));
        QCOMPARE(knownTuning(*context, Tune::load).measured.size(), 0U);
    }

    void theFolderIsThatOfTheBaseDirectorySpecification()
    {
        const auto context = tests::openContext();
        const QByteArray home = qgetenv("HOME");
        const auto path = [&] { return TuningFile(*context, defaultTuning(*context)).path(); };
        qputenv("XDG_CACHE_HOME", "relative");
        qputenv("HOME", "/somebody");
        QVERIFY(path().string().starts_with("/somebody/.cache/tessera/tuning/"));
        qunsetenv("XDG_CACHE_HOME");
        QVERIFY(path().string().starts_with("/somebody/.cache/tessera/tuning/"));
        qunsetenv("HOME");
        const TuningFile nowhere(*context, defaultTuning(*context));
        QVERIFY(nowhere.path().empty());
        QVERIFY(nowhere.read().empty());
        QVERIFY_THROWS_EXCEPTION(core::FileError, nowhere.add({}));
        qputenv("HOME", home);
    }

    void theKeyTellsDevicesVariantsAndProcessorsApart()
    {
        const auto context = tests::openContext();
        const Tuning plain = tuningFor(*context, Variant::shared);
        const TuningKey key = keyOf(*context, plain);
        QVERIFY(key == keyOf(*context, plain));
        QVERIFY(key.device.find(context->info().identity) != std::string::npos);
        QVERIFY(context->info().identity.size() >= 2 * 32);
        Tuning lanes = plain;
        lanes.variant = Variant::lanes;
        QCOMPARE(keyOf(*context, lanes).device, key.device);
        QVERIFY(keyOf(*context, lanes).kernels != key.kernels);
        QCOMPARE(QString::fromStdString(digest("")), "cbf29ce484222325");
        QCOMPARE(QString::fromStdString(digest("foobar")), "85944171f73967e8");
        const std::string cpu = "processor\t: 0\nmodel name\t: A\ncpu MHz\t\t: 1200.5\nflags\t\t: fpu avx2\n";
        QCOMPARE(processorIn(cpu + "\nprocessor\t: 1\nmodel name\t: B\n"), "model name\t: A\nflags\t\t: fpu avx2\n");
        QCOMPARE(processorIn("no colon"), "");
        QCOMPARE(processorIn(":::\n\n"), "");
    }
};

QTEST_GUILESS_MAIN(TestTuningFile)
#include "test_tuning_file.moc"
