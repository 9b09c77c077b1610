// SPDX-License-Identifier: Apache-2.0
// config.json: what is read, which defaults hold, and that each bad one is refused in words (rows C1 to C22).
#include "core/model/config.h"
#include "tests/support/bad_input.h"
#include "tests/support/privileges.h"

#include <QElapsedTimer>
#include <QTest>

#include <map>
#include <string>
#include <sys/stat.h>

using namespace tessera::core;
using namespace tessera::tests;

namespace {

const std::string kName = "config.json of \"cats\"";

/// A config of three levels in which some keys have other values; an empty value leaves the key out.
std::string configWith(const std::map<std::string, std::string>& changes)
{
    std::map<std::string, std::string> keys{
        {"_class_name", R"("VQModel")"},
        {"block_out_channels", "[32, 64, 96]"},
        {"down_block_types", R"(["DownEncoderBlock2D", "DownEncoderBlock2D", "AttnDownEncoderBlock2D"])"},
        {"up_block_types", R"(["AttnUpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D"])"},
        {"latent_channels", "4"},
    };
    for (const auto& [key, value] : changes)
        keys[key] = value;
    std::string text;
    for (const auto& [key, value] : keys)
        if (!value.empty())
            text += (text.empty() ? "{\"" : ", \"") + key + "\": " + value;
    return text + "}";
}

Config parse(const std::string& text) { return parseConfig(text, kName); }

void refusedRow(const char* row, const std::string& text, const QStringList& words)
{
    QTest::newRow(row) << QByteArray::fromStdString(text) << words;
}

void keyRow(const char* row, const std::string& key, const std::string& value, const QStringList& words)
{
    refusedRow(row, configWith({{key, value}}), QStringList{QString::fromStdString(key)} + words);
}

} // namespace

class TestConfig : public QObject {
    Q_OBJECT
private slots:
    void anEmptyObjectIsTheDefaultModel() // C9
    {
        const Config config = parse("{}");
        const std::vector<std::int64_t> channels{64};
        QCOMPARE(config.blockOutChannels, channels);
        QCOMPARE(config.inChannels, 3);
        QCOMPARE(config.outChannels, 3);
        QCOMPARE(config.layersPerBlock, 1);
        QCOMPARE(config.latentChannels, 3);
        QCOMPARE(config.embedDim, 3);
        QCOMPARE(config.codes, 256);
        QCOMPARE(config.normGroups, 32);
        QVERIFY(config.activation == Activation::silu && config.normKind == NormKind::group);
        QVERIFY(config.midBlockAttention && !config.lookupFromCodebook && !config.forceUpcast);
        QCOMPARE(config.scalingFactor, 0.18215);
        QCOMPARE(config.sampleSize, 32);
        QCOMPARE(config.factor(), 1);
        QCOMPARE(parse(configWith({{"vq_embed_dim", "null"}})).embedDim, 4); // that of the latents
    }

    void everyKeyIsRead()
    {
        const Config config = parse(configWith({
            {"_diffusers_version", R"("0.23.0")"}, {"in_channels", "1"}, {"out_channels", "2"},
            {"layers_per_block", "2"},
            {"act_fn", R"("mish")"}, {"sample_size", "96"}, {"num_vq_embeddings", "512"}, {"norm_num_groups", "16"},
            {"vq_embed_dim", "4"}, {"scaling_factor", "0.5"}, {"norm_type", R"("spatial")"},
            {"mid_block_add_attention", "false"}, {"lookup_from_codebook", "true"}, {"force_upcast", "true"}}));
        QCOMPARE(config.diffusersVersion, std::string("0.23.0"));
        QCOMPARE(config.inChannels, 1);
        QCOMPARE(config.outChannels, 2);
        QCOMPARE(config.layersPerBlock, 2);
        QVERIFY(config.activation == Activation::mish);
        QCOMPARE(config.sampleSize, 96);
        QCOMPARE(config.codes, 512);
        QCOMPARE(config.normGroups, 16);
        QCOMPARE(config.embedDim, 4);
        QCOMPARE(config.scalingFactor, 0.5);
        QVERIFY(config.normKind == NormKind::spatial);
        QVERIFY(!config.midBlockAttention && config.lookupFromCodebook && config.forceUpcast);
        QCOMPARE(config.factor(), 4);
        QVERIFY(config.downBlocks[2] == BlockKind::attention && config.downBlocks[0] == BlockKind::plain);
        QVERIFY(config.upBlocks[0] == BlockKind::attention && config.upBlocks[2] == BlockKind::plain);
    }

    void goodConfigsAreAccepted_data()
    {
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, const std::string& text) {
            QTest::newRow(name) << QByteArray::fromStdString(text);
        };
        row("C3 byte order mark", "\xEF\xBB\xBF" + configWith({}));
        row("C9 null as vq_embed_dim", configWith({{"vq_embed_dim", "null"}}));
        row("C9 class name missing", configWith({{"_class_name", ""}}));
        row("C9 nothing but the class", R"({"_class_name": "VQModel"})");
        row("C9 nothing but metadata", R"({"_diffusers_version": "0.1.2"})");
        row("C22 keys of transformers beside the class", configWith({{"model_type", "\"vq\""}}));
        row("C20 sample_size huge", configWith({{"sample_size", "2147483648"}}));
        row("C20 sample_size beyond 64 bits", configWith({{"sample_size", "99999999999999999999999"}}));
        row("C20 sample_size as two numbers", configWith({{"sample_size", "[256, 192]"}}));
        row("C22 extra keys", configWith({{"dropout", "0.1"}, {"block", R"({"a": [1, null]})"}}));
        row("metadata is not judged", configWith({{"_name_or_path", "17"}, {"_use_default_values", "[\"x\"]"}}));
        row("whole numbers as floats", configWith({{"latent_channels", "4.0"},
            {"block_out_channels", "[32.0, 64, 96e0]"}}));
        row("old prefix of block names", configWith({{"down_block_types",
            R"(["UNetResDownEncoderBlock2D", "DownEncoderBlock2D", "UNetResAttnDownEncoderBlock2D"])"}}));
        row("white space around", "\n\t " + configWith({}) + "\r\n  ");
        row("key with an escape", R"({"\u0061ct_fn": "relu"})");
    }

    void goodConfigsAreAccepted()
    {
        QFETCH(QByteArray, text);
        const QString message = messageOf([&] { parse(text.toStdString()); });
        QVERIFY2(message.isEmpty(), qPrintable(message));
    }

    void kindsAreTold()
    {
        const ScratchFolder folder;
        const auto kind = [&](const std::string& text) { return kindOfConfig(folder.write("config.json", text)); };
        QVERIFY(kind(R"({"_class_name": "VQModel"})") == ConfigKind::vqModel);
        QVERIFY(kind(configWith({{"_class_name", ""}, {"num_vq_embeddings", "512"}})) == ConfigKind::vqModel);
        QVERIFY(kind(configWith({{"act_fn", "7"}})) == ConfigKind::vqModel); // a bad one is one, too
        QVERIFY(kind(configWith({{"_class_name", "\"AutoencoderKL\""}})) == ConfigKind::otherClass);
        QVERIFY(kind(R"({"block_out_channels": [64]})") == ConfigKind::otherClass); // others have that, too
        QVERIFY(kind(R"({"model_type": "bert"})") == ConfigKind::otherClass);
        QVERIFY(kind("{}") == ConfigKind::otherClass);
        QVERIFY(kind(R"({"n_embed": 1024})") == ConfigKind::unrelated);
        for (const char* text : {"", "[]", "{", "version https://git-lfs.github.com/spec/v1\n"})
            QVERIFY(kind(text) == ConfigKind::unreadable);
        QVERIFY(kindOfConfig(folder.path()) == ConfigKind::unreadable);
        QVERIFY(kindOfConfig(folder / "nowhere") == ConfigKind::unreadable);
    }

    void activationsAreComparedWithoutCase()
    {
        const std::map<std::string, Activation> names{
            {"silu", Activation::silu}, {"SiLU", Activation::silu}, {"swish", Activation::silu},
            {"mish", Activation::mish}, {"GELU", Activation::gelu}, {"ReLU", Activation::relu}};
        for (const auto& [name, activation] : names)
            QVERIFY(parse(configWith({{"act_fn", '"' + name + '"'}})).activation == activation);
    }

    void unknownKeysAreListedSortedAndHarmless()
    {
        const Config config = parse(configWith({{"zeta", "1"}, {"alpha\\n", "2"}}));
        const std::vector<std::string> keys{"alpha?", "zeta"};
        QCOMPARE(config.unknownKeys, keys);
    }

    void aLengthlessSampleSizeLeavesTheDefault()
    {
        QCOMPARE(parse(configWith({{"sample_size", "[256, 192]"}})).sampleSize, 256);
        QCOMPARE(parse(configWith({{"sample_size", "\"big\""}})).sampleSize, 32);
    }

    void badConfigsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QStringList>("words");
        refusedRow("C1 empty", "", {"empty", "JSON object"});
        refusedRow("C1 spaces", " \n\t ", {"white space"});
        refusedRow("C1 text", "Entry not found", {"character 1", "not valid JSON"});
        refusedRow("C1 web page", "\n<!DOCTYPE html><html>", {"a web page", "JSON object"});
        refusedRow("C1 LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:00\n",
                   {"Git LFS pointer"});
        refusedRow("C1 PNG", "\x89PNG\r\n\x1A\n", {"a PNG picture"});
        refusedRow("C2 list", "[]", {"[]", "JSON object"});
        refusedRow("C2 null", "null", {"null", "JSON object"});
        refusedRow("C2 number", "12", {"12", "JSON object"});
        refusedRow("C2 string", "\"VQModel\"", {"\"VQModel\"", "JSON object"});
        refusedRow("C4 UTF-16", std::string("\xFF\xFE{\0}\0", 6), {"UTF-16"});
        refusedRow("C4 UTF-16 without mark", std::string("{\0}\0", 4), {"NUL", "character 2"});
        refusedRow("C4 not UTF-8", "{\"a\": \"\xC3(\"}", {"UTF-8"});
        refusedRow("C4 overlong UTF-8", "{\"a\": \"\xC0\xAF\"}", {"UTF-8"});
        refusedRow("C4 surrogate", "{\"a\": \"\xED\xA0\x80\"}", {"UTF-8"});
        refusedRow("C4 half a surrogate escape", R"({"a": "\ud800"})", {"surrogate"});
        refusedRow("C4 NUL at the end", configWith({}) + std::string(1, '\0'), {"NUL"});
        refusedRow("C4 text behind a NUL", "{}" + std::string(1, '\0') + "{}", {"NUL"});
        refusedRow("C4 raw control character", "{\"a\": \"\n\"}", {"control character"});
        refusedRow("C4 two byte order marks", "\xEF\xBB\xBF\xEF\xBB\xBF{}", {"two byte order marks"});
        refusedRow("C5 trailing comma", "{\"in_channels\": 3,\n}", {"line 2, column 1", "}", "not valid JSON"});
        refusedRow("C5 comment", "{} // yes", {"character 4", "not valid JSON"});
        refusedRow("C5 single quotes", "{'a': 1}", {"character 2", "not valid JSON"});
        refusedRow("C5 NaN", configWith({{"scaling_factor", "NaN"}}), {"not valid JSON"});
        refusedRow("C5 Infinity", configWith({{"scaling_factor", "-Infinity"}}), {"not valid JSON"});
        refusedRow("C5 text after the object", "{}{}", {"character 3", "not valid JSON"});
        refusedRow("C6 duplicate keys", R"({"act_fn": "silu", "act_fn": "relu"})", {"act_fn", "twice"});
        refusedRow("C6 duplicate through an escape", R"({"act_fn": "silu", "act_f\u006e": "silu"})",
                   {"act_fn", "twice"});
        refusedRow("C7 nested lists", std::string(9000, '['), {"nested", "32"});
        refusedRow("C7 nested objects", "{\"a\":" + std::string(9000, '['), {"nested", "32"});
        refusedRow("C7 many digits", configWith({{"latent_channels", std::string(15000, '9')}}),
                   {"9...9", "too large"});
        refusedRow("C7 endless token", configWith({{"latent_channels", std::string(100000, '9')}}),
                   {"65,536 characters"});
        refusedRow("C7 many decimals", configWith({{"latent_channels", "4." + std::string(15000, '1')}}),
                   {"latent_channels", "whole number"});
        refusedRow("C8 other class", configWith({{"_class_name", "\"AutoencoderKL\""}, {"act_fn", "7"}}),
                   {"_class_name", "AutoencoderKL", "VQModel"});
        refusedRow("C8 a model of transformers", R"({"architectures": ["BertForMaskedLM"], "model_type": "bert"})",
                   {"architectures", "BertForMaskedLM", "VQModel", "transformers"});
        refusedRow("C8 a kind of transformers", configWith({{"_class_name", ""}, {"model_type", "\"chameleon\""}}),
                   {"model_type is \"chameleon\"", "VQModel", "transformers"});
        refusedRow("C8 settings of something else", R"({"ch_mult": [1, 2], "n_embed": 1024, "_x": 1})",
                   {"none of VQModel's keys", "ch_mult", "n_embed", "\"_class_name\": \"VQModel\""});
        refusedRow("C8 class without a name", configWith({{"_class_name", "null"}}), {"_class_name", "null"});

        const std::string channels = "block_out_channels";
        keyRow("C10 empty", channels, "[]", {"0 entries", "1 to 8"});
        keyRow("C10 zero", channels, "[32, 0, 96]", {"[1]", "is 0", "1 to 65536"});
        keyRow("C10 negative", channels, "[32, -64, 96]", {"-64", "1 to 65536"});
        keyRow("C10 fraction", channels, "[32, 4.5, 96]", {"4.5", "whole number"});
        keyRow("C10 text", channels, "[32, \"4\", 96]", {"\"4\"", "whole number"});
        keyRow("C10 true", channels, "[32, true, 96]", {"true", "whole number"});
        keyRow("C10 null entry", channels, "[32, null, 96]", {"null", "whole number"});
        keyRow("C10 null", channels, "null", {"null", "a list"});
        keyRow("C10 bare number", channels, "64", {"64", "a list"});
        keyRow("C10 nested", channels, "[[32], 64, 96]", {"[32]", "whole number"});
        keyRow("C10 2^31", channels, "[32, 64, 2147483648]", {"2147483648", "65536"});
        keyRow("C10 2^63", channels, "[32, 64, 9223372036854775808]", {"9223372036854775808", "65536"});
        keyRow("C10 2^64 + 32", channels, "[32, 64, 18446744073709551648]", {"[2]", "65536"});
        keyRow("C10 1e308", channels, "[32, 64, 1e308]", {"e+308", "65536"});
        keyRow("C10 nine levels", channels, "[32, 32, 32, 32, 32, 32, 32, 32, 32]", {"9 entries", "1 to 8"});
        keyRow("C11 three lengths", "down_block_types", R"(["DownEncoderBlock2D", "DownEncoderBlock2D"])",
               {"has 3 entries", "down_block_types 2", "up_block_types 3"});
        keyRow("C11 missing list", "up_block_types", "", {"has 3 entries", "up_block_types 1"});
        keyRow("C12 unknown block", "down_block_types", R"(["Down", "DownEncoderBlock2D", "DownEncoderBlock2D"])",
               {"[0]", "\"Down\"", "DownEncoderBlock2D or AttnDownEncoderBlock2D"});
        keyRow("C12 block of another network", "up_block_types",
               R"(["UpDecoderBlock2D", "UpBlock2D", "UpDecoderBlock2D"])",
               {"[1]", "\"UpBlock2D\"", "UpDecoderBlock2D or AttnUpDecoderBlock2D"});
        keyRow("C12 wrong direction", "up_block_types",
               R"(["DownEncoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D"])",
               {"\"DownEncoderBlock2D\"", "UpDecoderBlock2D or"});
        keyRow("C12 not a text", "down_block_types", "[1, 2, 3]", {"is 1", "DownEncoderBlock2D"});
        keyRow("C12 not a list", "down_block_types", "\"DownEncoderBlock2D\"", {"a list"});
        keyRow("C13 groups zero", "norm_num_groups", "0", {"is 0", "1 to 65536"});
        keyRow("C13 groups negative", "norm_num_groups", "-32", {"-32"});
        keyRow("C13 groups that do not divide", "norm_num_groups", "64",
               {"block_out_channels[0] is 32", "multiple of 64"});
        keyRow("C13 default groups", "block_out_channels", "[32, 64, 100]",
               {"[2] is 100", "multiple of 32", "norm_num_groups"});
        keyRow("C14 layers zero", "layers_per_block", "0", {"is 0", "1 to 64"});
        keyRow("C14 layers negative", "layers_per_block", "-1", {"-1"});
        keyRow("C14 a million layers", "layers_per_block", "1000000", {"1000000", "1 to 64"});
        keyRow("C14 2^31 - 1 layers", "layers_per_block", "2147483647", {"2147483647"});
        keyRow("C14 layers as list", "layers_per_block", "[1, 1]", {"[1,1]"});
        keyRow("C15 no codes", "num_vq_embeddings", "0", {"is 0"});
        keyRow("C15 too many codes", "num_vq_embeddings", "65537", {"65537", "65536"});
        keyRow("C15 code length zero", "vq_embed_dim", "0", {"is 0"});
        for (const char* key : {"in_channels", "out_channels", "latent_channels"}) {
            const QByteArray name = QByteArray("C16 ") + key;
            keyRow((name + " zero").constData(), key, "0", {"is 0", "1 to 65536"});
            keyRow((name + " negative").constData(), key, "-3", {"-3", "1 to 65536"});
            keyRow((name + " huge").constData(), key, "1e300", {"e+300", "65536"});
        }
        keyRow("C16 latent_channels null", "latent_channels", "null", {"null"});
        keyRow("C17 unknown activation", "act_fn", "\"foo\"", {"is \"foo\"", "silu, swish, mish, gelu or relu"});
        keyRow("C17 no activation", "act_fn", "null", {"null", "silu"});
        keyRow("C18 unknown norm", "norm_type", "\"batch\"", {"\"batch\"", "\"group\" or \"spatial\""});
        refusedRow("C18 spatial with few channels",
                   configWith({{"norm_type", "\"spatial\""}, {"norm_num_groups", "8"},
                               {"block_out_channels", "[32, 40, 96]"}}),
                   {"block_out_channels[1] is 40", "multiple of 32", "spatial"});
        refusedRow("C18 spatial with another code length", configWith({{"norm_type", "\"spatial\""},
                   {"vq_embed_dim", "6"}}),
                   {"vq_embed_dim is 6", "latent_channels 4", "spatial"});
        keyRow("C19 text instead of false", "mid_block_add_attention", "\"false\"", {"\"false\"", "true or false"});
        keyRow("C19 number instead of true", "force_upcast", "1", {"is 1", "true or false"});
        keyRow("scaling_factor as text", "scaling_factor", "\"0.18215\"", {"a number"});
        refusedRow("too many weights in all", configWith({{"block_out_channels", "[65536, 65536, 65536]"}}),
                   {"calls for weights of", "at most 4,294,967,296"});
    }

    void badConfigsAreRefused()
    {
        QFETCH(QByteArray, text);
        QFETCH(QStringList, words);
        QElapsedTimer timer;
        timer.start();
        const QString message = messageOf<FormatError>([&] { parse(text.toStdString()); });
        ADVISES(message, words + QStringList{"config.json of \"cats\""});
        QVERIFY(timer.elapsed() < kPromisedMilliseconds);
    }

    void theMessageReadsLikeASentence()
    {
        QCOMPARE(messageOf([] { parse(configWith({{"act_fn", "\"foo\""}})); }),
                 QString("config.json of \"cats\": act_fn is \"foo\"; expected silu, swish, mish, gelu or relu; choose "
                         "another model"));
    }

    void longValuesAreElidedAndMadeHarmless()
    {
        const std::string name(1500, 'x');
        const QString message = messageOf([&] { parse(configWith({{"act_fn", "\"<b>\\n\\u202e" + name + "\""}})); });
        ADVISES(message, (QStringList{"act_fn", "<b>??", "xxx...xxx"}));
        QVERIFY(message.size() < 300);
    }

    void everyCutIsRefused() // C1
    {
        const std::string text = configWith({{"act_fn", "\"relu\""}});
        for (std::size_t length = 0; length < text.size(); ++length)
            ADVISES(messageOf<FormatError>([&] { parse(text.substr(0, length)); }), QStringList{"config.json"});
    }

    void everyFlipIsRefusedOrRead()
    {
        const std::string text = configWith({{"act_fn", "\"relu\""}});
        for (std::size_t i = 0; i < text.size(); ++i)
            for (const char flip : {'\x01', '\x10', '\x80'}) {
                std::string flipped = text;
                flipped[i] = static_cast<char>(flipped[i] ^ flip);
                messageOf<FormatError>([&] { parse(flipped); });
            }
    }

    void filesAreReadUpToOneMebibyte() // C7
    {
        const ScratchFolder folder;
        QCOMPARE(readConfig(folder.write("config.json", configWith({}))).latentChannels, 4);
        const auto large = folder.write("large.json", configWith({}) + std::string(1 << 20, ' '));
        ADVISES(messageOf<FormatError>([&] { readConfig(large); }), (QStringList{"large.json", "at most 1,048,576"}));
        std::filesystem::resize_file(large, 200'000'000);
        ADVISES(messageOf<FormatError>([&] { readConfig(large); }), (QStringList{"200,000,000", "at most 1,048,576"}));
    }

    void whatIsNoFileIsRefusedAtOnce() // C21
    {
        const ScratchFolder folder;
        const auto refuses = [&](const std::filesystem::path& path, const QStringList& words) {
            return flaw(messageOf<FileError>([&] { readConfig(path); }), QStringList{"cannot read"} + words);
        };
        std::filesystem::create_symlink("nowhere", folder / "broken");
        std::filesystem::create_symlink("loop", folder / "loop");
        QCOMPARE(::mkfifo((folder / "pipe").c_str(), 0600), 0);
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(refuses(folder.path(), {"folder"}), QString());
        QCOMPARE(refuses(folder / "broken", {"broken", "link"}), QString());
        QCOMPARE(refuses(folder / "loop", {"loop", "symbolic links"}), QString());
        QCOMPARE(refuses(folder / "pipe", {"pipe", "FIFO"}), QString());
        QCOMPARE(refuses("/dev/zero", {"/dev/zero", "device"}), QString());
        QCOMPARE(refuses(folder / "missing.json", {"missing.json", "No such file"}), QString());
        QCOMPARE(::chmod(folder.path().c_str(), 0755), 0);
        QCOMPARE(::chmod(folder.write("closed.json", "{}").c_str(), 0000), 0);
        {
            const WithoutPrivileges nobody;
            QCOMPARE(refuses(folder / "closed.json", {"closed.json", "Permission denied"}), QString());
        }
        QVERIFY(timer.elapsed() < kPromisedMilliseconds);
    }
};

QTEST_APPLESS_MAIN(TestConfig)
#include "test_config.moc"
