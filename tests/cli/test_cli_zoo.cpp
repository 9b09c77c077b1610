// SPDX-License-Identifier: GPL-3.0-or-later
// A cache with everything that people have in one: what `tessera models` says of a place is what opening it comes to, and
// what opens is listed.
#include "tests/cli/program.h"
#include "tests/support/hub_cache.h"
#include "tests/support/model_copies.h"
#include "tests/support/taming_model.h"

#include <QJsonArray>
#include <QtTest>

using namespace tessera::tests;

namespace {

namespace fs = std::filesystem;

const std::string kWeights = "diffusion_pytorch_model.safetensors";
const std::string kPointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n";

class Zoo : public HubCache {
public:
    Zoo()
    {
        addModels();
        addWhatIsMissing();
        addWhatDoesNotFit();
        addWhatIsNone();
    }
    QStringList environment() const { return {"HF_HUB_CACHE=" + QString::fromStdString(path().string())}; }

    /// Of all that opens: what to ask `tessera info` for.
    QStringList openable;
    /// Of what a person would look for among models, though it does not open.
    QStringList refused;

private:
    fs::path snapshotOf(const std::string& name) const
    {
        std::string folder = "models--" + name;
        folder.replace(folder.find('/'), 1, "--");
        return path() / folder / "snapshots/1";
    }
    /// A repository with one file.
    fs::path add(const std::string& name, const std::string& file, const std::string& bytes) const
    {
        writeText(snapshotOf(name) / file, bytes);
        return snapshotOf(name);
    }
    fs::path copy(const std::string& name, const std::string& part = {}) const
    {
        copyModel("v12-ties", snapshotOf(name) / part);
        return snapshotOf(name);
    }

    void addModels()
    {
        addSnapshot("ada--links", "1", "v12-ties");
        copy("ada/folder");
        writeText(copy("ada/pipeline", "vqvae") / "model_index.json", indexOf("vqvae", "VQModel"));
        copy("ada/part", "movq");
        copy("ada/inside", "any name");
        copy("ada/step", "checkpoint-1000/vqmodel");
        writeText(snapshotOf("ada/step") / "checkpoint-1000/optimizer.bin", "x");
        fs::rename(copy("ada/fp16") / kWeights, snapshotOf("ada/fp16") / "diffusion_pytorch_model.fp16.safetensors");
        copy("ada/two", "small");
        copy("ada/two", "large");
        copy("ada/more");
        copy("ada/more", "ema");
        openable << "ada/links" << "ada/folder" << "ada/pipeline" << "ada/part" << "ada/inside" << "ada/step" << "ada/fp16"
                 << "ada/two/small" << "ada/two/large" << "ada/more" << "ada/more/ema";

        const auto tensors = originalTensors(randomTensors(tamingConfig()), 2);
        const std::string torch = checkpointOf(tensors), plain = safetensorsOf(tensors);
        for (const std::string ending : {"ckpt", "pt", "pth", "bin", "safetensors"}) {
            const std::string name = "bob/" + ending;
            add(name, "vqgan." + ending, ending == "safetensors" ? plain : torch);
            writeText(snapshotOf(name) / "vqgan.yaml", "model: {}");
            add(name + "-alone", "vqgan." + ending, ending == "safetensors" ? plain : torch);
            openable << QString::fromStdString(name) << QString::fromStdString(name + "-alone");
        }
        add("bob/run", "checkpoints/last.ckpt", torch);
        add("bob/inside", "vq-f8/model.ckpt", torch);
        add("bob/several", "one.ckpt", torch);
        add("bob/several", "two.ckpt", kPointer);
        openable << "bob/run" << "bob/inside" << "bob/several/one.ckpt";
        refused << "bob/several/two.ckpt";
    }

    void addWhatIsMissing()
    {
        fs::remove(copy("eve/no-weights") / kWeights);
        fs::remove(copy("eve/no-weights-in-part", "vqvae") / "vqvae" / kWeights);
        fs::remove(copy("eve/no-weights-inside", "mine") / "mine" / kWeights);
        writeText(copy("eve/pointer") / kWeights, kPointer);
        writeText(copy("eve/page") / kWeights, "<!DOCTYPE html>404");
        writeText(copy("eve/pointer-config") / "config.json", kPointer);
        fs::remove_all(addSnapshot("eve--no-blobs", "1", "v12-ties") / "blobs");
        add("eve/no-part", "model_index.json", indexOf("vqvae", "VQModel"));
        add("eve/pointer-ckpt", "model.ckpt", kPointer);
        add("eve/pointer-yaml", "vq.safetensors", kPointer);
        add("eve/pointer-yaml", "vq.yaml", "model: {}");
        fs::rename(copy("eve/shards") / kWeights,
                   snapshotOf("eve/shards") / "diffusion_pytorch_model-00001-of-00002.safetensors");
        refused << "eve/no-weights" << "eve/no-weights-in-part" << "eve/no-weights-inside" << "eve/pointer" << "eve/page"
                << "eve/pointer-config" << "eve/no-blobs" << "eve/no-part" << "eve/pointer-ckpt" << "eve/pointer-yaml"
                << "eve/shards";
    }

    void addWhatDoesNotFit()
    {
        const auto spoil = [&](const std::string& name, const std::string& file, const std::string& from,
                               const std::string& to) {
            const fs::path path = copy(name) / file;
            writeText(path, replaceAll(bytesOf(path), from, to));
            refused << QString::fromStdString(name);
        };
        spoil("tom/integers", kWeights, "\"F32\"", "\"I32\"");
        spoil("tom/shapes", "config.json", "\"num_vq_embeddings\": 96", "\"num_vq_embeddings\": 97");
        spoil("tom/layers", "config.json", "\"layers_per_block\": 1", "\"layers_per_block\": 2");
        spoil("tom/class", "config.json", "\"VQModel\"", "\"AutoencoderKL\"");
        spoil("tom/act", "config.json", "\"silu\"", "\"softplus\"");
        // A file of holes, which calls for more memory than is allowed.
        const fs::path large = copy("tom/large");
        writeText(large / "config.json",
                  replaceAll(bytesOf(large / "config.json"), "    16,\n    16\n", "    2048,\n    4096\n"));
        const std::string header = R"({"quantize.embedding.weight":{"dtype":"F32","shape":[96,3],"data_offsets":[0,1152]},)"
                                   R"("x":{"dtype":"U8","shape":[9000000000],"data_offsets":[1152,9000001152]}})";
        writeText(large / kWeights, safetensors(header, ""));
        fs::resize_file(large / kWeights, fs::file_size(large / kWeights) + 9'000'001'152);
        refused << "tom/large";
        const fs::path elsewhere = path() / "elsewhere.safetensors";
        fs::rename(copy("tom/leads-out") / kWeights, elsewhere);
        fs::create_symlink(elsewhere, snapshotOf("tom/leads-out") / kWeights);
        refused << "tom/leads-out";
        writeText(copy("tom/kl", "vae") / "model_index.json", indexOf("vae", "AutoencoderKL"));
        add("tom/sd", "sd.ckpt", checkpointOf({{"first_stage_model.quant_conv.weight", {2, 2, 1, 1}, {0, 0, 0, 0}},
                                               {"first_stage_model.post_quant_conv.weight", {1, 1, 1, 1}, {0}}}));
        refused << "tom/kl" << "tom/sd";
    }

    /// Nobody looks for these among the models of pictures.
    void addWhatIsNone() const
    {
        add("zoe/text", "config.json", R"({"architectures": ["BertModel"], "model_type": "bert"})");
        add("zoe/text", "pytorch_model.bin", "x");
        add("zoe/shards", "config.json", R"({"architectures": ["LlamaForCausalLM"]})");
        add("zoe/shards", "model-00001-of-00002.safetensors", "x");
        add("zoe/shards", "model-00002-of-00002.safetensors", "x");
        add("zoe/detector", "best.pt", checkpointOf({{"model.0.conv.weight", {1}, {0}}}));
        add("zoe/gguf", "model.gguf", "GGUF");
        fs::create_directories(path() / "models--zoe--empty/refs");
    }
};

QByteArray said(const Run& run) { return run.err.mid(9).trimmed(); } // behind "tessera: "

} // namespace

class TestCliZoo : public QObject {
    Q_OBJECT
private slots:
    void whatIsListedIsWhatOpens()
    {
        const Zoo zoo;
        const Run run = runTessera({"models", "--json"}, zoo.environment());
        QVERIFY2(run.exitCode == 0, run.err);
        QStringList open, closed;
        for (const QJsonValue& row : run.json()["models"].toArray()) {
            const QJsonObject model = row.toObject();
            const QString name = model["name"].toString();
            if (!name.contains('/'))
                continue; // the embedded ones
            (model["can_be_opened"].toBool() ? open : closed) << name;
            // By its name and by its path it comes to the same.
            for (const QString& asked : {name, model["path"].toString()}) {
                const Run info = runTessera({"info", asked, "--json"}, zoo.environment());
                QVERIFY2(info.exitCode == (model["can_be_opened"].toBool() ? 0 : 1), qPrintable(asked + info.err));
                if (info.exitCode == 1) {
                    QCOMPARE(QString::fromUtf8(said(info)), model["problem"].toString());
                    continue;
                }
                QCOMPARE(info.json()["model"].toString(), name);
                QCOMPARE(info.json()["folder"], model["path"]);
                QCOMPARE(info.json()["factor"], model["factor"]);
                QCOMPARE(info.json()["codebook"].toObject()["codes"], model["codes"]);
                QCOMPARE(info.json()["codebook"].toObject()["dimensions"], model["dimensions"]);
                QCOMPARE(info.json()["bytes"], model["bytes"]);
            }
        }
        QStringList openable = zoo.openable, refused = zoo.refused;
        for (QStringList* names : {&open, &closed, &openable, &refused})
            names->sort();
        QCOMPARE(open, openable);
        QCOMPARE(closed, refused);
    }
};

QTEST_GUILESS_MAIN(TestCliZoo)
#include "test_cli_zoo.moc"
