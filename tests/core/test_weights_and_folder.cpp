// SPDX-License-Identifier: Apache-2.0
// Weights asked for by name and shape, and model folders: which files are read, and what is said when they do not fit.
#include "core/files/weight_files.h"
#include "core/memory.h"
#include "core/model/model_folder.h"
#include "core/model/model_memory.h"
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

namespace fs = std::filesystem;

namespace {

/// Tensors in memory; counts how often values are read.
class MemorySource final : public WeightSource {
public:
    MemorySource(std::vector<Entry> entries, std::vector<std::vector<float>> values, int* reads)
        : m_entries(std::move(entries)), m_values(std::move(values)), m_reads(reads)
    {
    }
    const std::vector<Entry>& entries() const override { return m_entries; }
    std::vector<float> read(std::size_t index) const override
    {
        *m_reads += 1;
        return m_values[index];
    }
    std::string name() const override { return "memory"; }

private:
    std::vector<Entry> m_entries;
    std::vector<std::vector<float>> m_values;
    int* m_reads;
};

int ignoredReads = 0;

std::unique_ptr<WeightSource> inMemory(std::vector<WeightSource::Entry> entries, std::vector<std::vector<float>> values,
                                       int* reads = &ignoredReads)
{
    return std::make_unique<MemorySource>(std::move(entries), std::move(values), reads);
}

fs::path golden(const std::string& name) { return fs::path(TESSERA_SOURCE_DIR) / "tests/golden" / name / "model"; }

const std::string kWeights = "diffusion_pytorch_model.safetensors";

/// A copy of a small golden model, to be spoilt.
class ModelCopy : public ScratchFolder {
public:
    explicit ModelCopy(const std::string& name = "v12-ties")
    {
        for (const auto& entry : fs::directory_iterator(golden(name)))
            fs::copy_file(entry.path(), path() / entry.path().filename());
    }
    void change(const std::string& file, const std::string& from, const std::string& to) const
    {
        std::string text = bytesOf(path() / file);
        const std::size_t at = text.find(from);
        QVERIFY(at != text.npos);
        write(file, text.replace(at, from.size(), to));
    }
    void rename(const std::string& from, const std::string& to) const { fs::rename(path() / from, path() / to); }
    QString refusal() const
    {
        return messageOf([&] { openModel(path()); });
    }
};

} // namespace

class TestWeightsAndFolder : public QObject {
    Q_OBJECT
private slots:
    void weightsAreTakenByNameAndShape()
    {
        int reads = 0;
        Weights weights(inMemory(
            {{"b", {2}, "F32"}, {"a", {1, 2}, "F16"}, {"unused\n", {1}, "I8"}}, {{1, 2}, {3, 4}, {5}}, &reads));
        const Weight* a = weights.take("a", {1, 2});
        QCOMPARE(weights.take("a", {1, 2}), a);
        weights.take("b", {2});
        weights.check();
        QCOMPARE(reads, 0); // all is judged before anything is read
        weights.load();
        QCOMPARE(a->values, (std::vector<float>{3, 4}));
        QCOMPARE(reads, 2);
        QCOMPARE(weights.dtypeOf(*a), std::string("F16"));
        QCOMPARE(weights.parameters(), 4);
        QCOMPARE(weights.dtypes(), std::string("F16, F32"));
        QCOMPARE(weights.surplus(), std::vector<std::string>{"unused?"});
        QVERIFY(weights.notFinite().empty());
    }

    void theFirstProblemIsNamedAndAllAreCounted() // S15
    {
        int reads = 0;
        Weights weights(inMemory(
            {{"good", {1}, "F32"}, {"wide", {4, 16}, "F32"}, {"late", {1}, "F32"}}, {{1}, {}, {1}}, &reads));
        weights.take("good", {1});
        QVERIFY(weights.take("wide", {16, 4})->values.empty());
        weights.take("missing", {3});
        weights.take("late", {1});
        QCOMPARE(messageOf<FormatError>([&] { weights.check(); }),
                 QString("memory: tensor \"wide\" has shape [4, 16]; the configuration calls for [16, 4]; "
                         "2 of 4 tensors do not fit the configuration; is it the config.json of these weights?"));
        QCOMPARE(reads, 0); // nothing is read for a model that will be refused
    }

    void oldAttentionNamesAreCurrentOnes() // S18
    {
        const std::string module = "decoder.mid_block.attentions.0";
        Weights weights(inMemory(
            {{module + ".query.weight", {1}, "F32"}, {module + ".to_q.weight", {1}, "F32"},
             {module + ".key.bias", {1}, "F32"},
             {module + ".value.weight", {1}, "F32"}, {module + ".proj_attn.bias", {1}, "F32"},
             {"encoder.key.weight", {1}, "F32"}, {module + ".key.other", {1}, "F32"}},
            {{1}, {2}, {3}, {4}, {5}, {6}, {7}}));
        const auto value = [&](const std::string& name) { // of a weight of one number
            const Weight* weight = weights.take(name, {1});
            weights.check();
            weights.load();
            return weight->values.at(0);
        };
        QCOMPARE(value(module + ".to_q.weight"), 1.0F); // where both exist the old one counts
        QCOMPARE(value(module + ".to_k.bias"), 3.0F);
        QCOMPARE(value(module + ".to_v.weight"), 4.0F);
        QCOMPARE(value(module + ".to_out.0.bias"), 5.0F);
        QCOMPARE(value("encoder.key.weight"), 6.0F); // not in an attention
        QCOMPARE(weights.surplus(), (std::vector<std::string>{module + ".key.other", module + ".to_q.weight"}));
    }

    void weightsThatAreNotFiniteAreNamed() // S17
    {
        Weights weights(inMemory({{"nan", {1}, "F32"}, {"good", {1}, "F32"}, {"inf", {2}, "F32"}},
                                           {{std::nanf("")}, {1}, {0, -std::numeric_limits<float>::infinity()}}));
        for (const auto& [name, size] : {std::pair{"nan", 1}, std::pair{"good", 1}, std::pair{"inf", 2}})
            weights.take(name, {size});
        weights.load();
        QCOMPARE(weights.notFinite(), (std::vector<std::string>{"inf", "nan"}));
    }

    void theNearestNameIsSuggested()
    {
        Weights weights(inMemory({{"enocder.conv_in.weight", {1}, "F32"}, {"decoder.conv_in.weight", {1}, "F32"}},
                                 {{1}, {1}}));
        weights.take("encoder.conv_in.weight", {1});
        weights.take("decoder.conv_in.weight", {1});
        REFUSES(messageOf([&] { weights.check(); }),
                (QStringList{"\"encoder.conv_in.weight\" is missing", "expected shape [1]",
                             "the file has \"enocder.conv_in.weight\"", "1 in the file have no place"}));
    }

    void everyGoldenModelOpens()
    {
        int models = 0;
        for (const auto& entry : fs::directory_iterator(fs::path(TESSERA_SOURCE_DIR) / "tests/golden")) {
            if (!fs::exists(entry.path() / "model"))
                continue;
            const OpenedModel opened = openModel(entry.path() / "model");
            QCOMPARE(opened.model->weights().parameters(), parameterCount(opened.model->config()));
            QVERIFY2(opened.model->notes().empty(), entry.path().c_str());
            const fs::path weights
                = entry.path() / "model" / (entry.path().filename() == "v10-bin" ? "diffusion_pytorch_model.bin" : kWeights);
            QCOMPARE(opened.files.weightFiles, std::vector<fs::path>{weights});
            QCOMPARE(opened.files.bytes, fs::file_size(weights));
            QCOMPARE(inspectModel(entry.path() / "model").files.bytes, opened.files.bytes);
            ++models;
        }
        QCOMPARE(models, 14);
    }

    void theEmbeddedModelsOpen()
    {
        for (const std::string name : {"photo-f4-512", "photo-f8-1024"}) {
            const fs::path folder = fs::path(TESSERA_SOURCE_DIR) / "resources/models" / name;
            const OpenedModel opened = openModel(folder / ""); // with a slash at its end
            QCOMPARE(opened.model->name(), name);
            QCOMPARE(opened.files.folder, folder);
            QVERIFY(opened.model->notes().empty());
        }
    }

    void aFileInsideStandsForItsFolder()
    {
        const ModelCopy model;
        for (const std::string& file : {std::string("config.json"), kWeights})
            QCOMPARE(openModel(model / file).files.folder, model.path());
    }

    void oldAttentionNamesOnDiskAreRead() // S18
    {
        QVERIFY(openModel(golden("v11-deprecated-keys")).model->weights().surplus().empty());
    }

    void variantsAreFoundWhereThePlainNameIsMissing()
    {
        const ModelCopy model;
        model.rename(kWeights, "diffusion_pytorch_model.fp16.safetensors");
        model.write("diffusion_pytorch_model.bf16.safetensors", "never read");
        model.write("diffusion_pytorch_model-00001-of-00002.safetensors", "never read");
        QCOMPARE(openModel(model.path()).files.weightFiles.at(0).filename().string(),
                 std::string("diffusion_pytorch_model.fp16.safetensors"));
        model.rename("diffusion_pytorch_model.fp16.safetensors", "diffusion_pytorch_model.bf16.safetensors");
        QCOMPARE(openModel(model.path()).files.weightFiles.at(0).filename().string(),
                 std::string("diffusion_pytorch_model.bf16.safetensors"));
    }

    void anIndexOfShardsComesFirst()
    {
        for (const std::string index : {"diffusion_pytorch_model.safetensors.index.json",
                                        "diffusion_pytorch_model.safetensors.index.fp16.json"}) {
            const ModelCopy model;
            const std::string shard = "diffusion_pytorch_model-00001-of-00001.safetensors";
            std::string map;
            const auto source = openWeightFile(model / kWeights);
            for (const WeightSource::Entry& entry : source->entries())
                map += (map.empty() ? "\"" : ",\"") + entry.name + "\":\"" + shard + '"';
            model.rename(kWeights, shard);
            model.write(index, "{\"weight_map\":{" + map + "}}");
            const OpenedModel opened = openModel(model.path());
            QCOMPARE(opened.files.weightFiles, std::vector<fs::path>{model / shard});
            QCOMPARE(opened.model->weights().parameters(), parameterCount(opened.model->config()));
        }
    }

    void whatIsNoModelFolderIsRefused()
    {
        const ScratchFolder folder;
        const auto refusal = [](const fs::path& path) { return messageOf([&] { openModel(path); }); };
        ADVISES(refusal(folder / "nowhere"), (QStringList{"nowhere", "no such file or folder"}));
        ADVISES(refusal(folder.path()),
                (QStringList{"no config.json", "expected the folder of a diffusers VQModel", "checkpoint"}));
        ADVISES(refusal(folder.write("picture.png", "x")), (QStringList{"picture.png", "not a folder", "config.json"}));
        ADVISES(refusal(folder / "config.json"), (QStringList{"config.json", "no such"}));
        ADVISES(refusal("/dev/null"), (QStringList{"/dev/null", "not a folder"}));
        ADVISES(refusal(""), QStringList{"no such file or folder"});
        fs::create_directory(folder / "movq");
        fs::copy_file(golden("v05-movq") / "config.json", folder / "movq/config.json");
        for (const fs::path& path : {folder.path(), folder / "movq"}) // a pipeline stands for its part
            ADVISES(refusal(path), (QStringList{"no weights", "movq", kWeights.c_str()}));
    }

    void weightsOfTorchAreRead()
    {
        const ModelCopy model("v10-bin");
        const std::string bin = "diffusion_pytorch_model.bin";
        const std::size_t parameters = static_cast<std::size_t>(parameterCount(readConfig(model / "config.json")));
        for (const std::string name : {"diffusion_pytorch_model.fp16.bin", "diffusion_pytorch_model.bin"}) {
            QCOMPARE(static_cast<std::size_t>(openModel(model.path()).model->weights().parameters()), parameters);
            fs::rename(model / (fs::exists(model / bin) ? bin : "diffusion_pytorch_model.fp16.bin"), model / name);
        }
        const std::string shard = "diffusion_pytorch_model-00001-of-00001.bin";
        std::string map;
        const auto source = openWeightFile(model / bin);
        for (const WeightSource::Entry& entry : source->entries())
            map += (map.empty() ? "\"" : ",\"") + entry.name + "\":\"" + shard + '"';
        model.rename(bin, shard);
        model.write("diffusion_pytorch_model.bin.index.json", "{\"weight_map\":{" + map + "}}");
        QCOMPARE(openModel(model.path()).files.weightFiles, std::vector<fs::path>{model / shard});
    }

    void plainWeightsComeBeforeVariantsOfAnotherKind() // as microsoft/vq-diffusion-ithq is laid out
    {
        const ModelCopy model("v10-bin");
        model.write("diffusion_pytorch_model.fp16.safetensors", "never read");
        QCOMPARE(openModel(model.path()).files.weightFiles.at(0).extension().string(), std::string(".bin"));
    }

    void aBrokenFileBesideAGoodBinIsRefused() // S20
    {
        const ModelCopy model("v10-bin");
        model.write(kWeights, "PK\3\4 broken");
        ADVISES(model.refusal(), (QStringList{kWeights.c_str(), "ZIP archive", "expected safetensors"}));
        fs::remove(model / kWeights);
        fs::create_symlink("gone", model / kWeights);
        ADVISES(model.refusal(), (QStringList{kWeights.c_str(), "link"}));
    }

    void whatStandsInPlaceOfFilesIsNamed()
    {
        const std::string pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n";
        for (const std::string& file : {std::string("config.json"), kWeights}) {
            const ModelCopy model;
            model.write(file, pointer);
            ADVISES(model.refusal(), (QStringList{file.c_str(), "Git LFS pointer"}));
            model.write(file, "<html><body>404");
            ADVISES(model.refusal(), (QStringList{file.c_str(), "a web page"}));
            fs::remove(model / file);
            fs::create_directory(model / file);
            ADVISES(model.refusal(), (QStringList{file.c_str(), "folder"}));
        }
    }

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
        const ModelCopy model;
        model.change("config.json", from.toStdString(), to.toStdString());
        ADVISES(model.refusal(), words);
        QCOMPARE(messageOf([&] { inspectModel(model.path()); }), model.refusal());
    }

    void weightsThatAreNoFloatsAreRefusedBeforeTheyAreRead() // S10, P19
    {
        const ModelCopy model;
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
        const ModelCopy model; // a file of holes, so that it costs nothing
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

    void attentionThatTheFileLacksIsMissed() // C18, C19
    {
        const ModelCopy amused("v06-amused");
        amused.change("config.json", "\"mid_block_add_attention\": false", "\"mid_block_add_attention\": true");
        ADVISES(amused.refusal(), (QStringList{"mid_block.attentions.0", "missing"}));
        const ModelCopy movq("v01-defaults");
        movq.change("config.json", "\"norm_type\": \"group\"", "\"norm_type\": \"spatial\"");
        ADVISES(movq.refusal(), (QStringList{"decoder.mid_block", "norm_layer.weight", "missing"}));
    }

    void unknownKeysAndTensorsAreNoted() // C22, S14
    {
        const ModelCopy model;
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

    void everyThousandthCutOfAModelIsRefused()
    {
        const ModelCopy model;
        const std::string whole = bytesOf(model / kWeights);
        for (std::size_t length = 0; length < whole.size(); length += 997) {
            model.write(kWeights, std::string_view(whole).substr(0, length));
            ADVISES(model.refusal(), QStringList{kWeights.c_str()});
        }
    }

    void anEmbeddedModelLoadsFast()
    {
        constexpr int kGenerous = 3000; // milliseconds: it takes a few, but tests also run under sanitizers
        QElapsedTimer timer;
        timer.start();
        openModel(fs::path(TESSERA_SOURCE_DIR) / "resources/models/photo-f8-1024");
        QVERIFY(timer.elapsed() < kGenerous);
    }
};

QTEST_APPLESS_MAIN(TestWeightsAndFolder)
#include "test_weights_and_folder.moc"
