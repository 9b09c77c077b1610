// SPDX-License-Identifier: Apache-2.0
// Model folders: which of their files are read, and what is said of those that cannot be.
#include "core/files/weight_files.h"
#include "core/model/model_folder.h"
#include "tests/support/spoilt_model.h"

#include <QTest>

#include <filesystem>
#include <string>

using namespace tessera::core;
using namespace tessera::tests;

namespace fs = std::filesystem;

class TestModelFolder : public QObject {
    Q_OBJECT
private slots:
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
        const SpoiltModel model;
        for (const std::string& file : {std::string("config.json"), kWeights})
            QCOMPARE(openModel(model / file).files.folder, model.path());
    }

    void oldAttentionNamesOnDiskAreRead() // S18
    {
        QVERIFY(openModel(golden("v11-deprecated-keys")).model->weights().surplus().empty());
    }

    void variantsAreFoundWhereThePlainNameIsMissing()
    {
        const SpoiltModel model;
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
            const SpoiltModel model;
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
        const SpoiltModel model("v10-bin");
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
        const SpoiltModel model("v10-bin");
        model.write("diffusion_pytorch_model.fp16.safetensors", "never read");
        QCOMPARE(openModel(model.path()).files.weightFiles.at(0).extension().string(), std::string(".bin"));
    }

    void aBrokenFileBesideAGoodBinIsRefused() // S20
    {
        const SpoiltModel model("v10-bin");
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
            const SpoiltModel model;
            model.write(file, pointer);
            ADVISES(model.refusal(), (QStringList{file.c_str(), "Git LFS pointer"}));
            model.write(file, "<html><body>404");
            ADVISES(model.refusal(), (QStringList{file.c_str(), "a web page"}));
            fs::remove(model / file);
            fs::create_directory(model / file);
            ADVISES(model.refusal(), (QStringList{file.c_str(), "folder"}));
        }
    }

    void everyThousandthCutOfAModelIsRefused()
    {
        const SpoiltModel model;
        const std::string whole = bytesOf(model / kWeights);
        for (std::size_t length = 0; length < whole.size(); length += 997) {
            model.write(kWeights, std::string_view(whole).substr(0, length));
            ADVISES(model.refusal(), QStringList{kWeights.c_str()});
        }
    }
};

QTEST_APPLESS_MAIN(TestModelFolder)
#include "test_model_folder.moc"
