// SPDX-License-Identifier: Apache-2.0
// Where models lie: pipelines, the Hugging Face cache, checkpoints beside other files.
#include "core/model/hub_cache.h"
#include "core/model/model_folder.h"
#include "core/model/model_listing.h"
#include "core/model/model_place.h"
#include "tests/support/bad_input.h"
#include "tests/support/hub_cache.h"
#include "tests/support/model_copies.h"

#include <QTest>

using namespace tessera::core;
using namespace tessera::tests;

namespace fs = std::filesystem;

namespace {

class Environment {
public:
    explicit Environment(const char* name)
        : m_name(name)
        , m_old(qgetenv(name))
        , m_was(qEnvironmentVariableIsSet(name))
    {
        qunsetenv(name);
    }
    ~Environment() { m_was ? (void)qputenv(m_name, m_old) : (void)qunsetenv(m_name); }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

private:
    const char* m_name;
    QByteArray m_old;
    bool m_was;
};

QString refusal(const fs::path& path)
{
    return messageOf([&] { openModel(path); });
}

} // namespace

class TestModelPlaces : public QObject {
    Q_OBJECT
private slots:
    void aPipelineStandsForItsVqModel()
    {
        for (const std::string part : {"vqvae", "movq", "vae"}) {
            const ScratchFolder folder;
            copyModel("v12-ties", folder / part);
            folder.write("model_index.json", indexOf(part, "VQModel"));
            for (const fs::path& path : {folder.path(), folder / "model_index.json", folder / part}) {
                const OpenedModel opened = openModel(path);
                QCOMPARE(opened.files.folder, folder / part);
                QCOMPARE(opened.model->name(), folder.path().filename().string()); // "vqvae" would say nothing
            }
        }
    }

    void aPipelineWithoutVqModelIsNamed()
    {
        const ScratchFolder folder;
        fs::create_directory(folder / "vae");
        folder.write("model_index.json", indexOf("vae", "AutoencoderKL"));
        ADVISES(refusal(folder.path()),
                (QStringList{"model_index.json", "no VQModel", "vae is AutoencoderKL", "expected"}));
        folder.write("model_index.json", indexOf("vqvae", "VQModel"));
        ADVISES(refusal(folder.path()), (QStringList{"vqvae is VQModel (not downloaded)"}));
        folder.write("model_index.json", indexOf("movq", "PaellaVQModel"));
        ADVISES(refusal(folder.path()), (QStringList{"PaellaVQModel"}));
        folder.write("model_index.json", indexOf("vqgan", "PaellaVQModel"));
        ADVISES(refusal(folder.path()), (QStringList{"no VQModel", "vqgan is PaellaVQModel", "choose another"}));
        folder.write("model_index.json", "[]");
        ADVISES(refusal(folder.path()), (QStringList{"model_index.json", "expected a JSON object"}));
        folder.write("model_index.json", "<html>404");
        ADVISES(refusal(folder.path()), (QStringList{"model_index.json", "a web page"}));
        folder.write("model_index.json", R"({"vqvae": ["../..", "VQModel", 1], "vae": "VQModel"})");
        ADVISES(refusal(folder.path()), (QStringList{"no VQModel"}));
    }

    void theCacheIsWhereHuggingFaceLooks()
    {
        const Environment hub("HF_HUB_CACHE"), home("HF_HOME"), cache("XDG_CACHE_HOME");
        const Environment user("HOME");
        QCOMPARE(hubCacheFolder(), fs::path());
        qputenv("HOME", "/people/ada");
        QCOMPARE(hubCacheFolder(), fs::path("/people/ada/.cache/huggingface/hub"));
        qputenv("XDG_CACHE_HOME", "/cache");
        QCOMPARE(hubCacheFolder(), fs::path("/cache/huggingface/hub"));
        qputenv("HF_HOME", "/hf");
        QCOMPARE(hubCacheFolder(), fs::path("/hf/hub"));
        qputenv("HF_HUB_CACHE", "/models");
        QCOMPARE(hubCacheFolder(), fs::path("/models"));
        qputenv("HF_HUB_CACHE", "~/models");
        QCOMPARE(hubCacheFolder(), fs::path("/people/ada/models"));
        qunsetenv("HF_HUB_CACHE");
        qputenv("HF_HOME", "~");
        QCOMPARE(hubCacheFolder(), fs::path("/people/ada/hub"));
        qputenv("HF_HOME", "~eve/hf"); // no home that the environment tells
        QCOMPARE(hubCacheFolder(), fs::path("~eve/hf/hub"));
    }

    void snapshotsAreReadThroughTheirLinks()
    {
        const HubCache cache;
        const fs::path repository = cache.addSnapshot("ada--vq-tiny", "abc123", "v12-ties");
        writeText(repository / "refs/main", "abc123");
        cache.addSnapshot("ada--vq-tiny", "ffff00", "v14-small-activations"); // newer, but not main
        for (const fs::path& path : {repository, repository / "snapshots/abc123"}) {
            const OpenedModel opened = openModel(path);
            QCOMPARE(opened.model->name(), std::string("ada/vq-tiny"));
            QCOMPARE(opened.files.folder, repository / "snapshots/abc123");
            QCOMPARE(opened.model->config().codes, 96);
        }
        fs::remove(repository / "refs/main");
        fs::last_write_time(repository / "snapshots/abc123", fs::file_time_type::clock::now() - std::chrono::hours(1));
        QCOMPARE(openModel(repository).files.folder, repository / "snapshots/ffff00");
        writeText(repository / "refs/main", "../../../etc");
        QCOMPARE(openModel(repository).files.folder, repository / "snapshots/ffff00"); // leads nowhere
    }

    void brokenAndMissingBlobsAreNamed()
    {
        const HubCache cache;
        const fs::path repository = cache.addSnapshot("ada--vq-tiny", "abc123", "v12-ties");
        fs::remove_all(repository / "blobs");
        ADVISES(refusal(repository), (QStringList{"config.json", "link"}));
        fs::remove_all(repository / "snapshots/abc123");
        ADVISES(refusal(repository), (QStringList{"vq-tiny", "downloaded", "expected a snapshot"}));
    }

    void whatTheCacheHoldsIsListed()
    {
        const HubCache cache;
        cache.addSnapshot("ada--vq-tiny", "1", "v12-ties");
        const fs::path pipeline = cache.addSnapshot("CompVis--ldm--x", "2", "v10-bin", "vqvae");
        writeText(pipeline / "snapshots/2/model_index.json", indexOf("vqvae", "VQModel"));
        const fs::path other = cache.addSnapshot("runway--sd", "3", "v12-ties", "vae");
        writeText(other / "snapshots/3/model_index.json", indexOf("vae", "AutoencoderKL"));
        writeText(cache / "models--bert/snapshots/4/config.json", R"({"architectures": ["BertModel"]})");
        writeText(cache / "datasets--ada--pictures/snapshots/5/config.json", "{}");
        writeText(cache / "version.txt", "1");
        const std::vector<ListedModel> models = hubModels(cache.path());
        QCOMPARE(models.size(), 3U);
        QCOMPARE(models[0].name, std::string("CompVis/ldm--x"));
        QCOMPARE(models[0].factor, 2);
        QCOMPARE(models[0].codes, 128);
        QCOMPARE(models[0].dimensions, 4);
        QCOMPARE(models[0].bytes, fs::file_size(golden("v10-bin") / "diffusion_pytorch_model.bin"));
        QVERIFY(models[0].canBeOpened());
        QCOMPARE(models[1].name, std::string("ada/vq-tiny"));
        QCOMPARE(models[2].name, std::string("runway/sd"));
        ADVISES(QString::fromStdString(models[2].problem), (QStringList{"AutoencoderKL"}));
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(hubModels(cache.path(), stop.get_token()).empty());
        QVERIFY(hubModels(cache / "nowhere").empty());
    }

    void nothingIsEverWrittenToTheCache()
    {
        const HubCache cache;
        const fs::path repository = cache.addSnapshot("ada--vq-tiny", "1", "v12-ties");
        const auto state = [&] {
            std::vector<std::pair<std::string, fs::file_time_type>> all;
            for (const auto& entry : fs::recursive_directory_iterator(cache.path()))
                all.emplace_back(entry.path().string(), fs::last_write_time(entry.path()));
            std::ranges::sort(all);
            return all;
        };
        const auto before = state();
        openModel(repository);
        hubModels(cache.path());
        QVERIFY(state() == before);
    }

    void aCheckpointIsAFileOrTheOnlyOneOfItsFolder()
    {
        const ScratchFolder folder;
        fs::create_directories(folder / "my-vqgan/checkpoints");
        const fs::path file = folder / "my-vqgan/checkpoints/last.ckpt";
        writeText(file, checkpointOf(tensorsOf(golden("v12-ties") / "diffusion_pytorch_model.safetensors")));
        fs::copy_file(golden("v12-ties") / "config.json", folder / "my-vqgan/checkpoints/config.json");
        const OpenedModel opened = openModel(file);
        QCOMPARE(opened.files.folder, file);
        QCOMPARE(opened.files.config, folder / "my-vqgan/checkpoints/config.json");
        QCOMPARE(opened.model->name(), std::string("my-vqgan"));
        QCOMPARE(findModelPlace(folder / "my-vqgan").path, file);
        writeText(folder / "my-vqgan/checkpoints/epoch=3.ckpt", "x");
        ADVISES(refusal(folder / "my-vqgan"), (QStringList{"2 checkpoints", "epoch=3.ckpt", "last.ckpt", "open one"}));
        ADVISES(refusal(folder / "my-vqgan/checkpoints/epoch=3.ckpt"),
                (QStringList{"epoch=3.ckpt", "plain text", "expected"}));
    }

    void theFileThatIsPickedIsTheOneThatIsRead()
    {
        const ScratchFolder folder;
        copyModel("v12-ties", folder.path());
        const std::string plain = "diffusion_pytorch_model.safetensors";
        const std::string fp16 = "diffusion_pytorch_model.fp16.safetensors";
        fs::copy_file(folder / plain, folder / fp16);
        const OpenedModel opened = openModel(folder / fp16);
        QCOMPARE(opened.files.weightFiles, std::vector<fs::path>{folder / fp16});
        QCOMPARE(opened.files.folder, folder / fp16); // what opens it again
        QCOMPARE(opened.files.config, folder / "config.json");
        QCOMPARE(opened.model->name(), openModel(folder.path()).model->name());
        QCOMPARE(openModel(folder / plain).files.folder, folder.path());
        fs::copy_file(folder / plain, folder / "diffusion_pytorch_model_ema.safetensors");
        QCOMPARE(openModel(folder / "diffusion_pytorch_model_ema.safetensors").files.weightFiles,
                 std::vector<fs::path>{folder / "diffusion_pytorch_model_ema.safetensors"});
        const std::string shard = "diffusion_pytorch_model.fp16-00001-of-00001.safetensors";
        const std::string index = "diffusion_pytorch_model.safetensors.index.fp16.json";
        std::string map;
        for (const PlainTensor& tensor : tensorsOf(folder / plain))
            map += (map.empty() ? "\"" : ",\"") + tensor.name + "\":\"" + shard + '"';
        fs::rename(folder / fp16, folder / shard);
        folder.write(index, "{\"weight_map\":{" + map + "}}");
        QCOMPARE(openModel(folder / index).files.weightFiles, std::vector<fs::path>{folder / shard});
        QCOMPARE(openModel(folder / "config.json").files.weightFiles, std::vector<fs::path>{folder / plain});
    }

    void shardsWithoutTheirIndexAreNamed()
    {
        const ScratchFolder folder;
        const std::string shard = "diffusion_pytorch_model-00001-of-00002.safetensors";
        folder.write(shard, "never read");
        const QStringList words{shard.c_str(), "\"diffusion_pytorch_model.safetensors.index.json\"", "fetch the index"};
        ADVISES(refusal(folder.path()), words);
        fs::copy_file(golden("v12-ties") / "config.json", folder / "config.json");
        for (const fs::path& path : {folder.path(), folder / shard, folder / "config.json"})
            ADVISES(refusal(path), words);
        folder.write("diffusion_pytorch_model-mine-of-old.bin", "x"); // no shard
        fs::remove(folder / shard);
        ADVISES(refusal(folder.path()), (QStringList{"diffusion_pytorch_model-mine-of-old.bin"}));
    }

    void settingsOfTrainersAreFound()
    {
        const ScratchFolder folder;
        writeText(folder / "run/checkpoints/last.ckpt", "x");
        writeText(folder / "run/configs/2021-project.yaml", "model: {}");
        QCOMPARE(fs::canonical(findModelPlace(folder / "run").settings), folder / "run/configs/2021-project.yaml");
        writeText(folder / "run/checkpoints/last.yaml", "model: {}");
        QCOMPARE(findModelPlace(folder / "run").settings, folder / "run/checkpoints/last.yaml");
    }
};

QTEST_APPLESS_MAIN(TestModelPlaces)
#include "test_model_places.moc"
