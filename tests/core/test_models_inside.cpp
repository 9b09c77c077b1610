// SPDX-License-Identifier: Apache-2.0
// Models within folders that are none themselves, links in caches, and what models are called.
#include "core/model/hub_cache.h"
#include "core/model/model_folder.h"
#include "core/model/model_listing.h"
#include "core/model/model_place.h"
#include "core/model/models_inside.h"
#include "tests/support/bad_input.h"
#include "tests/support/hub_cache.h"
#include "tests/support/model_copies.h"
#include "tests/support/taming_model.h"

#include <QTest>

using namespace tessera::core;
using namespace tessera::tests;

namespace fs = std::filesystem;

namespace {

QString refusal(const fs::path& path)
{
    return messageOf([&] { openModel(path); });
}

const std::string kWeights = "diffusion_pytorch_model.safetensors";

std::string tamingCheckpoint() { return checkpointOf(originalTensors(randomTensors(tamingConfig()), 2)); }

} // namespace

class TestModelsInside : public QObject {
    Q_OBJECT
private slots:
    void aFolderStandsForTheOnlyModelInside_data()
    {
        QTest::addColumn<QString>("inside");
        QTest::addColumn<QString>("name");
        for (const char* part : {"vqvae", "movq", "vae", "model", "my vq"})
            QTest::newRow(part) << QString(part) << QString(part);
        QTest::newRow("a trainer's step") << QString("checkpoint-1000/vqmodel") << QString("checkpoint-1000");
    }

    void aFolderStandsForTheOnlyModelInside()
    {
        QFETCH(QString, inside);
        QFETCH(QString, name);
        const ScratchFolder folder;
        const fs::path model = folder / inside.toStdString();
        copyModel("v12-ties", model);
        writeText(folder / "logs/config.json", R"({"steps": 3})");
        writeText(folder / "unet/config.json", R"({"_class_name": "UNet2DModel"})");
        writeText(folder / ".cache/config.json", R"({"_class_name": "VQModel"})");
        writeText(folder / "optimizer.bin", "x");
        const OpenedModel opened = openModel(folder.path());
        QCOMPARE(opened.files.folder, model);
        QCOMPARE(opened.model->name(), name.toStdString());
    }

    void whatTrainersKeepBesideWeightsIsNotMeant()
    {
        const ScratchFolder folder;
        copyModel("v12-ties", folder.path());
        fs::rename(folder / kWeights, folder / "model.safetensors");
        for (const char* name : {"optimizer.bin", "scheduler.bin", "rng_state_0.pth", "training_args.bin"})
            folder.write(name, "x");
        QCOMPARE(openModel(folder.path()).files.weightFiles, std::vector<fs::path>{folder / "model.safetensors"});
    }

    void ofSeveralAPersonMustChoose()
    {
        const ScratchFolder folder;
        for (const char* name : {"vqmodel", "vqmodel_ema", "checkpoint-500/vqmodel"})
            copyModel("v12-ties", folder / name);
        REFUSES(refusal(folder.path()), (QStringList{"3 models in folders of", "checkpoint-500/vqmodel", "vqmodel_ema",
                                                     "choose one of these", folder.path().c_str()}));
        QCOMPARE(openModel(folder / "vqmodel_ema").model->name(), std::string("vqmodel_ema"));
        QCOMPARE(modelsInside(folder.path()).size(), 3U);
    }

    void checkpointsOneLevelDownAreFound()
    {
        const ScratchFolder folder;
        writeText(folder / "vq-f8/model.ckpt", tamingCheckpoint());
        const OpenedModel opened = openModel(folder.path());
        QCOMPARE(opened.files.folder, folder / "vq-f8/model.ckpt");
        QCOMPARE(opened.model->name(), std::string("vq-f8"));
        writeText(folder / "vq-f4/weights.pt", "x");
        QCOMPARE(openModel(folder.path()).files.folder, opened.files.folder); // nothing says that it is a model
        writeText(folder / "vq-f4/weights.yaml", "model: {}");
        REFUSES(refusal(folder.path()), (QStringList{"2 models in folders", "vq-f4", "vq-f8", "choose one of these"}));
    }

    void ofAFolderOfThousandsAFewAreLookedAt()
    {
        const ScratchFolder folder;
        for (int i = 0; i < 1200; ++i)
            fs::create_directory(folder / ("f" + std::to_string(i)));
        for (const char* name : {"f1000", "f999"}) // the fifth and the last by name
            writeText(folder / name / "model.ckpt", "x");
        QCOMPARE(modelsInside(folder.path()), std::vector<fs::path>{folder / "f1000"});
        copyModel("v12-ties", folder / "f998"); // that would be too far away, too
        QCOMPARE(modelsInside(folder.path()), std::vector<fs::path>{folder / "f1000"});
        copyModel("v12-ties", folder / "f2");
        QCOMPARE(modelsInside(folder.path()), std::vector<fs::path>{folder / "f2"});
    }

    void aFolderOfOtherPartsIsNamedAsWhatItIs()
    {
        const ScratchFolder folder;
        writeText(folder / "vae/config.json", R"({"_class_name": "AutoencoderKL"})");
        writeText(folder / "vae/" / kWeights, "x");
        ADVISES(refusal(folder.path()), (QStringList{"AutoencoderKL", "choose another"}));
    }

    void settingsOfOthersBesideACheckpointAreLeftAlone()
    {
        const ScratchFolder folder;
        folder.write("vqgan.ckpt", tamingCheckpoint());
        folder.write("config.json", R"({"ch_mult": [1, 2], "n_embed": 19})");
        const OpenedModel opened = openModel(folder / "vqgan.ckpt");
        QVERIFY(opened.files.config.empty());
        QCOMPARE(opened.model->config().codes, 19);
        QVERIFY(openModel(folder.path()).files.config.empty());
    }

    void modelsOfACacheAreCalledByTheirRepository()
    {
        const HubCache cache;
        const fs::path one = cache.addSnapshot("ada--vq-tiny", "abc123", "v12-ties");
        const fs::path pipeline = cache.addSnapshot("CompVis--ldm", "2f", "v12-ties", "vqvae");
        writeText(pipeline / "snapshots/2f/model_index.json", indexOf("vqvae", "VQModel"));
        const fs::path checkpoint = cache.path() / "models--eve--vqgan";
        writeText(checkpoint / "snapshots/3e/model.ckpt", tamingCheckpoint());
        const fs::path several = cache.addSnapshot("bob--vqs", "4d", "v12-ties", "small");
        cache.addSnapshot("bob--vqs", "4d", "v12-ties", "large");
        const auto name = [](const fs::path& path) { return openModel(path).model->name(); };
        for (const fs::path& path : {one, one / "snapshots/abc123", one / "snapshots/abc123/config.json"})
            QCOMPARE(name(path), std::string("ada/vq-tiny"));
        for (const fs::path& path : {pipeline, pipeline / "snapshots/2f/vqvae", pipeline / "snapshots/2f/model_index.json"})
            QCOMPARE(name(path), std::string("CompVis/ldm"));
        for (const fs::path& path : {checkpoint, checkpoint / "snapshots/3e", checkpoint / "snapshots/3e/model.ckpt"})
            QCOMPARE(name(path), std::string("eve/vqgan"));
        QCOMPARE(name(several / "snapshots/4d/large"), std::string("bob/vqs/large"));
        // A name leads to what it names.
        for (const std::string known : {"ada/vq-tiny", "CompVis/ldm", "eve/vqgan", "bob/vqs/large"})
            QCOMPARE(name(hubModelPath(cache.path(), known)), known);
        for (const std::string unknown : {"ada/vq", "ada/vq-tiny/../abc123", "bob/vqs/none", "bob/vqs//etc", "", "/"})
            QCOMPARE(hubModelPath(cache.path(), unknown), fs::path());
        // People's own links have names of their own.
        fs::create_directory_symlink(one / "snapshots/abc123", cache / "mine");
        QCOMPARE(name(cache / "mine"), std::string("mine"));
    }

    void severalModelsOfARepositoryAreListedApart()
    {
        const HubCache cache;
        cache.addSnapshot("bob--vqs", "4d", "v12-ties", "small");
        cache.addSnapshot("bob--vqs", "4d", "v10-bin", "large");
        const std::vector<ListedModel> models = hubModels(cache.path());
        QCOMPARE(models.size(), 2U);
        QCOMPARE(models[0].name, std::string("bob/vqs/large"));
        QCOMPARE(models[1].name, std::string("bob/vqs/small"));
        QVERIFY(models[0].canBeOpened() && models[1].canBeOpened());
    }

    void linksStayInTheirRepository_data()
    {
        QTest::addColumn<QString>("file");
        for (const char* file : {"config.json", "diffusion_pytorch_model.safetensors"})
            QTest::newRow(file) << QString(file);
    }

    void linksStayInTheirRepository()
    {
        QFETCH(QString, file);
        const HubCache cache;
        const ScratchFolder elsewhere;
        copyModel("v12-ties", elsewhere.path());
        const fs::path repository = cache.addSnapshot("eve--vq", "1", "v12-ties");
        const fs::path link = repository / "snapshots/1" / file.toStdString();
        QCOMPARE(refusal(repository), QString());
        // Out of the repository at once, by way of a blob, and into that of another one.
        fs::remove(link);
        fs::create_symlink(elsewhere / file.toStdString(), link);
        const QStringList words{file, "leads out of its repository", elsewhere.path().c_str(), "fetch the model"};
        for (const fs::path& path : {repository, repository / "snapshots/1", link})
            ADVISES(refusal(path), words);
        const std::vector<ListedModel> models = hubModels(cache.path());
        QCOMPARE(models.size(), 1U);
        REFUSES(QString::fromStdString(models[0].problem), words);
        fs::create_symlink(elsewhere / file.toStdString(), repository / "blobs/out");
        fs::remove(link);
        fs::create_symlink("../../blobs/out", link);
        ADVISES(refusal(repository), words);
        const fs::path other = cache.addSnapshot("ada--vq", "1", "v12-ties");
        fs::remove(link);
        fs::create_symlink(other / "snapshots/1" / file.toStdString(), link);
        ADVISES(refusal(repository), (QStringList{file, "leads out", "models--ada--vq"}));
        // A person's own link to the snapshot leads there, too.
        fs::create_directory_symlink(repository / "snapshots/1", elsewhere / "mine");
        ADVISES(refusal(elsewhere / "mine"), (QStringList{file, "leads out"}));
    }

    void foldersOfASnapshotStayInTheRepository()
    {
        const HubCache cache;
        const ScratchFolder elsewhere;
        copyModel("v12-ties", elsewhere / "vqvae");
        const fs::path snapshot = cache / "models--eve--vq/snapshots/1";
        fs::create_directories(snapshot);
        fs::create_directory_symlink(elsewhere / "vqvae", snapshot / "vqvae");
        ADVISES(refusal(snapshot / "vqvae"), (QStringList{"config.json", "leads out"}));
        writeText(snapshot / "model_index.json", indexOf("vqvae", "VQModel"));
        ADVISES(refusal(snapshot), (QStringList{"config.json", "leads out"}));
        fs::remove(snapshot / "model_index.json");
        fs::create_symlink(elsewhere.write("index.json", indexOf("vqvae", "VQModel")), snapshot / "model_index.json");
        ADVISES(refusal(snapshot), (QStringList{"model_index.json", "leads out"}));
    }

    void cachesAndPlainFoldersMayBeLinksThemselves()
    {
        const HubCache disk;
        const ScratchFolder home;
        const fs::path repository = disk.addSnapshot("ada--vq", "1", "v12-ties");
        fs::create_directory_symlink(disk.path(), home / "hub");
        QCOMPARE(refusal(home / "hub/models--ada--vq"), QString());
        QCOMPARE(hubModels(home / "hub").size(), 1U);
        fs::create_directory(home / "other");
        fs::create_directory_symlink(repository, home / "other/models--ada--vq");
        QCOMPARE(refusal(home / "other/models--ada--vq"), QString());
        // What a person has put together with links is read through them.
        fs::create_directory(home / "mine");
        for (const auto& entry : fs::directory_iterator(golden("v12-ties")))
            fs::create_symlink(entry.path(), home / "mine" / entry.path().filename().string());
        QCOMPARE(refusal(home / "mine"), QString());
    }
};

QTEST_APPLESS_MAIN(TestModelsInside)
#include "test_models_inside.moc"
