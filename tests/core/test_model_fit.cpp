// SPDX-License-Identifier: Apache-2.0
// Do the configuration, the tensors and the memory that is there fit each other?
#include "core/memory.h"
#include "core/model/model_folder.h"
#include "core/model/model_memory.h"
#include "tests/support/spoilt_model.h"
#include "tests/support/safetensors_bytes.h"

#include <QTest>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <string>

using namespace tessera::core;
using namespace tessera::tests;

namespace fs = std::filesystem;

class TestModelFit : public QObject {
    Q_OBJECT
private slots:
    void configAndTensorsMustAgree_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char* name, const char* from, const char* to, const QStringList& words) {
            QTest::newRow(name) << QByteArray(from) << QByteArray(to) << words;
        };
        row("C15 codes", "\"num_vq_embeddings\": 96", "\"num_vq_embeddings\": 97",
            {"\"quantize.embedding.weight\"", "[96, 3]", "[97, 3]"});
        row("C15 code length", "\"vq_embed_dim\": null", "\"vq_embed_dim\": 5",
            {"quant_conv.weight", "[3, 3, 1, 1]", "[5, 3, 1, 1]", " of "});
        row("C16 in_channels", "\"in_channels\": 3", "\"in_channels\": 4",
            {"\"encoder.conv_in.weight\"", "[16, 3, 3, 3]", "[16, 4, 3, 3]"});
        row("C16 out_channels", "\"out_channels\": 3", "\"out_channels\": 4",
            {"\"decoder.conv_out.weight\"", "[3, 16, 3, 3]", "[4, 16, 3, 3]"});
        row("C16 latent_channels", "\"latent_channels\": 3", "\"latent_channels\": 30000",
            {"\"encoder.conv_out.weight\"", "30000"});
        row("C18 spatial without tensors", "\"norm_num_groups\": 16,\n  \"norm_type\": \"group\"",
            "\"norm_num_groups\": 16,\n  \"norm_type\": \"spatial\"", {"block_out_channels[0] is 16", "32"});
        row("S15 a layer too many", "\"layers_per_block\": 1", "\"layers_per_block\": 2",
            {"\"encoder.down_blocks.0.resnets.1.norm1.weight\"", "missing", "[16]", " of "});
    }

    void configAndTensorsMustAgree()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QStringList, words);
        const SpoiltModel model;
        model.change("config.json", from.toStdString(), to.toStdString());
        ADVISES(model.refusal(), words);
        QCOMPARE(messageOf([&] { inspectModel(model.path()); }), model.refusal());
    }

    void tensorsOfAnotherNameOrShapeAreNamedWithBoth_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to"); // as long, so that the header is
        QTest::addColumn<QStringList>("words");
        const QByteArray tensor = R"("decoder.conv_out.weight":{"dtype":"F32","shape":)";
        QTest::newRow("S15 misspelt") << tensor << QByteArray(tensor).replace("conv_out.w", "conv_uot.w")
                                      << QStringList{"conv_out.weight\" is missing", "expected shape [3, 16, 3, 3]",
                                                     "the file has \"decoder.conv_uot.weight\"",
                                                     "1 in the file have no place"};
        QTest::newRow("S15 transposed") << tensor + "[3,16,3,3]" << tensor + "[16,3,3,3]"
                                        << QStringList{"\"decoder.conv_out.weight\"", "has shape [16, 3, 3, 3]",
                                                       "calls for [3, 16, 3, 3]"};
        QTest::newRow("S15 flattened") << tensor + "[3,16,3,3]" << tensor + "[432     ]"
                                       << QStringList{"\"decoder.conv_out.weight\"", "has shape [432]",
                                                      "calls for [3, 16, 3, 3]"};
    }

    void tensorsOfAnotherNameOrShapeAreNamedWithBoth()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QStringList, words);
        const SpoiltModel model;
        model.change(kWeights, from.toStdString(), to.toStdString());
        ADVISES(model.refusal(), words);
        QCOMPARE(messageOf([&] { inspectModel(model.path()); }), model.refusal());
    }

    void weightsThatAreNoFloatsAreRefusedBeforeTheyAreRead() // S10, P19
    {
        const SpoiltModel model;
        std::string file = bytesOf(model / kWeights);
        std::size_t changed = 0;
        for (std::size_t at = file.find("\"F32\""); at != file.npos; at = file.find("\"F32\"", at))
            file.replace(at, 5, "\"I32\""), ++changed;
        model.write(kWeights, file);
        QVERIFY(changed > 100);
        for (const auto& open : {openModel, inspectModel})
            ADVISES(messageOf([&] { open(model.path()); }),
                    (QStringList{kWeights.c_str(), "\"encoder.conv_in.weight\" is I32",
                                 "expected F32, F16, BF16 or F64", "of " + QString::number(changed) + " tensors",
                                 "choose another model"}));
    }

    void weightsOfMoreMemoryThanThereIsAreRefused()
    {
        QVERIFY(availableMemory().value_or(0) > 0);
        checkWeightMemory(1000, 4000);
        checkWeightMemory(335'544'320, {});
        REFUSES(messageOf<FormatError>([] { checkWeightMemory(1001, 4000); }),
                (QStringList{"4,004 bytes", "4,000 available", "choose a smaller model"}));
        REFUSES(messageOf<FormatError>([] { checkWeightMemory(335'544'321, std::uint64_t{1} << 40); }),
                (QStringList{"1,342,177,284 bytes", "at most 1,342,177,280", "choose a smaller model"}));
        const SpoiltModel model; // a file of holes, so that it costs nothing
        model.change("config.json", "    16,\n    16\n", "    2048,\n    4096\n");
        const std::string header = R"({"quantize.embedding.weight":{"dtype":"F32","shape":[96,3],)"
                                   R"("data_offsets":[0,1152]},"x":{"dtype":"U8","shape":[9000000000],"data_offsets":[1152,9000001152]}})";
        model.write(kWeights, safetensors(header, ""));
        fs::resize_file(model / kWeights, fs::file_size(model / kWeights) + 9'000'001'152);
        for (const auto& open : {openModel, inspectModel})
            ADVISES(messageOf([&] { open(model.path()); }),
                    (QStringList{model.path().c_str(), "of memory", "at most 1,342,177,280", "choose a smaller"}));
    }

    void theLargestPublishedModelsAreWithinTheLimits_data()
    {
        QTest::addColumn<QByteArray>("settings");
        QTest::addColumn<qint64>("parameters");
        const auto row = [](const char* name, const std::string& channels, bool attention, const std::string& others,
                            qint64 parameters) {
            const auto levels = static_cast<std::size_t>(std::ranges::count(channels, ',') + 1);
            std::string down, up;
            for (std::size_t i = 0; i < levels; ++i) {
                const bool lowest = attention && i + 1 == levels, first = attention && i == 0;
                down += (i == 0 ? "\"" : ", \"") + std::string(lowest ? "Attn" : "") + "DownEncoderBlock2D\"";
                up += (i == 0 ? "\"" : ", \"") + std::string(first ? "Attn" : "") + "UpDecoderBlock2D\"";
            }
            QTest::newRow(name) << QByteArray::fromStdString(
                R"({"_class_name": "VQModel", "layers_per_block": 2, "block_out_channels": [)" + channels
                + R"(], "down_block_types": [)" + down + R"(], "up_block_types": [)" + up + "], " + others + "}")
                                << parameters;
        };
        row("latent diffusion, f4", "128, 256, 512", false, R"("latent_channels": 3, "num_vq_embeddings": 8192)", 55'322'782);
        row("latent diffusion, f8", "128, 256, 256, 512", true, R"("latent_channels": 4, "num_vq_embeddings": 16384)",
            67'717'295);
        row("latent diffusion, f16", "128, 128, 256, 256, 512", true,
            R"("latent_channels": 8, "num_vq_embeddings": 16384)", 69'593'371);
        row("MoVQ", "128, 256, 256, 512", true,
            R"("latent_channels": 4, "num_vq_embeddings": 16384, "norm_type": "spatial")", 67'832'495);
        row("VQGAN of ImageNet, f16", "128, 128, 256, 256, 512", true,
            R"("latent_channels": 256, "num_vq_embeddings": 16384)", 76'073'859);
        row("aMUSEd", "128, 256, 256, 512, 768", false,
            R"("latent_channels": 64, "num_vq_embeddings": 8192, "mid_block_add_attention": false)", 146'240'000);
    }

    void theLargestPublishedModelsAreWithinTheLimits()
    {
        QFETCH(QByteArray, settings);
        QFETCH(qint64, parameters);
        const std::int64_t count = parameterCount(parseConfig(settings.toStdString(), "config.json"));
        QVERIFY2(std::abs(count - parameters) * 1000 < parameters, qPrintable(QString::number(count)));
        checkWeightMemory(count, {});
    }

    void aHugeSampleSizeChangesNothing() // C20
    {
        const SpoiltModel model;
        const std::int64_t parameters = openModel(model.path()).model->weights().parameters();
        model.change("config.json", "\"sample_size\": 32", "\"sample_size\": 2147483648");
        const OpenedModel opened = openModel(model.path());
        QCOMPARE(opened.model->config().sampleSize, std::int64_t{1} << 31);
        QCOMPARE(opened.model->weights().parameters(), parameters);
    }

    void attentionThatTheFileLacksIsMissed() // C18, C19
    {
        const SpoiltModel amused("v06-amused");
        amused.change("config.json", "\"mid_block_add_attention\": false", "\"mid_block_add_attention\": true");
        ADVISES(amused.refusal(), (QStringList{"mid_block.attentions.0", "missing"}));
        amused.change("config.json", "\"mid_block_add_attention\": true,", ""); // which is the default
        ADVISES(amused.refusal(), (QStringList{"mid_block.attentions.0", "missing"}));
        const SpoiltModel movq("v01-defaults");
        movq.change("config.json", "\"norm_type\": \"group\"", "\"norm_type\": \"spatial\"");
        ADVISES(movq.refusal(), (QStringList{"decoder.mid_block", "norm_layer.weight", "missing"}));
    }

    void unknownKeysAndTensorsAreNoted() // C22, S14
    {
        const SpoiltModel model;
        model.change("config.json", "{", "{\"dropout\": 0.5,");
        std::string file = bytesOf(model / kWeights);
        const std::size_t end = 8 + static_cast<unsigned char>(file[0]) + 256U * static_cast<unsigned char>(file[1]);
        std::string header = file.substr(8, end - 8);
        header.replace(header.rfind('}'), 1, R"(,"loss.logvar":{"dtype":"I64","shape":[0],"data_offsets":[0,0]}})");
        model.write(kWeights, safetensors(header, file.substr(end)));
        const std::vector<std::string> notes = openModel(model.path()).model->notes();
        QCOMPARE(notes.size(), 2U);
        REFUSES(QString::fromStdString(notes[0]), QStringList{"dropout"});
        REFUSES(QString::fromStdString(notes[1]), (QStringList{"1 tensors", "loss.logvar"}));
    }
};

QTEST_APPLESS_MAIN(TestModelFit)
#include "test_model_fit.moc"
