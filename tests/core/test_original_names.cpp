// SPDX-License-Identifier: Apache-2.0
// Checkpoints of taming-transformers and latent-diffusion: the same network under other names gives the same numbers,
// with a config.json, with a yaml, or with the shapes of the tensors alone.
#include "core/cpu/cpu_device.h"
#include "core/model/codec.h"
#include "core/model/config_json.h"
#include "core/model/inferred_config.h"
#include "core/model/original_names.h"
#include "tests/support/bad_input.h"
#include "tests/support/golden.h"
#include "tests/support/taming_model.h"

#include <QTest>

#include <nlohmann/json.hpp>

using namespace tessera::core;
using namespace tessera::tests;

namespace fs = std::filesystem;

namespace {

constexpr const char* kWeights = "diffusion_pytorch_model.safetensors";

fs::path golden(const std::string& name) { return fs::path(TESSERA_SOURCE_DIR) / "tests/golden" / name / "model"; }

Tensor ramp(const Shape& shape)
{
    Tensor tensor(shape);
    for (std::size_t i = 0; i < tensor.values.size(); ++i)
        tensor.values[i] = static_cast<float>(i * 7919 % 2000) / 1000 - 1;
    return tensor;
}

QString refusal(const fs::path& path)
{
    return messageOf([&] { openModel(path); });
}

} // namespace

class TestOriginalNames : public QObject {
    Q_OBJECT
private slots:
    void goldensUnderOriginalNamesGiveTheirNumbers_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("levels");
        QTest::addColumn<QString>("prefix");
        QTest::newRow("attention and shortcuts") << "v02-vqf4" << 3 << QString();
        QTest::newRow("of a latent diffusion") << "v04-f16-attn" << 5 << "first_stage_model.";
        QTest::newRow("spatial norms") << "v05-movq" << 3 << QString();
    }

    void goldensUnderOriginalNamesGiveTheirNumbers()
    {
        QFETCH(QString, name);
        QFETCH(int, levels);
        QFETCH(QString, prefix);
        const fs::path folder = golden(name.toStdString());
        const ScratchFolder scratch;
        fs::copy_file(folder / "config.json", scratch / "config.json");
        std::vector<PlainTensor> tensors = originalTensors(tensorsOf(folder / kWeights), levels, prefix.toStdString());
        if (!prefix.isEmpty())
            tensors.push_back({"model.diffusion_model.out.2.weight", {1}, {0}});
        const OpenedModel opened = openModel(scratch.write("model.ckpt", checkpointOf(tensors)));
        QVERIFY(opened.model->weights().surplus().empty());
        QCOMPARE(opened.model->notes().size(), prefix.isEmpty() ? 1U : 2U); // that the names are others
        const auto plain = openModel(folder).model;
        for (const Weight* weight : plain->weights().all()) {
            const auto all = opened.model->weights().all();
            const auto same = std::ranges::find(all, weight->name, &Weight::name);
            QVERIFY2(same != all.end(), weight->name.c_str());
            QCOMPARE((*same)->shape, weight->shape);
            QVERIFY2((*same)->values == weight->values, weight->name.c_str());
        }
    }

    void wrappersAreSeenThrough()
    {
        const fs::path folder = golden("v12-ties");
        std::vector<PlainTensor> tensors = tensorsOf(folder / kWeights);
        for (PlainTensor& tensor : tensors)
            tensor.name = "module." + tensor.name;
        const ScratchFolder scratch;
        fs::copy_file(folder / "config.json", scratch / "config.json");
        scratch.write("vq.pt", checkpointOf(tensors));
        const auto notes = openModel(scratch.path()).model->notes(); // the only checkpoint beside a config
        QCOMPARE(notes.size(), 1U);
        REFUSES(QString::fromStdString(notes[0]), (QStringList{"under \"module.\""}));
    }

    void aGoldenUnderOriginalNamesDecodesAsTheReference()
    {
        const fs::path folder = golden("v12-ties").parent_path();
        const ScratchFolder scratch;
        fs::copy_file(folder / "model/config.json", scratch / "config.json");
        const int levels = static_cast<int>(readConfig(scratch / "config.json").levels());
        const auto model =
            openModel(
                scratch.write("vq.ckpt", checkpointOf(originalTensors(tensorsOf(folder / "model" / kWeights), levels))))
                .model;
        const auto device = makeCpuDevice();
        const Codec codec(model, *device);
        const Golden data{"v12-ties", folder, folder / "model"};
        const Tensor sample = data.tensor("sample"), got = codec.decodeCodes(data.codes("indices"));
        QVERIFY(largestDifference(got, sample) <= 1e-4 * largestMagnitude(sample));
        const Tensor latents = data.tensor("latents");
        QVERIFY(largestDifference(codec.encode(data.tensor("input")), latents) <= 1e-4 * largestMagnitude(latents));
    }

    void theShapesAloneTellTheConfiguration()
    {
        const Config config = tamingConfig();
        const std::vector<PlainTensor> tensors = randomTensors(config);
        const ScratchFolder plain, original;
        nlohmann::ordered_json json = configToJson(config);
        plain.write("config.json", json.dump());
        plain.write(kWeights, safetensorsOf(tensors));
        original.write("vqgan.ckpt", checkpointOf(originalTensors(tensors, 2)));
        const auto right = openModel(plain.path()).model, told = openModel(original.path()).model;
        QCOMPARE(QString::fromStdString(configToJson(told->config()).dump()), QString::fromStdString(json.dump()));
        QCOMPARE(told->name(), std::string("vqgan"));
        const auto device = makeCpuDevice();
        const Codec first(right, *device), second(told, *device);
        const Tensor picture = ramp({1, 3, 10, 14});
        QVERIFY(first.encode(picture).values == second.encode(picture).values);
        IndexMap codes(1, 3, 5);
        for (std::size_t i = 0; i < codes.codes.size(); ++i)
            codes.codes[i] = static_cast<std::int32_t>(i * 5 % 19);
        QVERIFY(first.decodeCodes(codes).values == second.decodeCodes(codes).values);
    }

    void trainersKeepTheWeightsAmongOtherThings()
    {
        std::map<std::string, std::string> storages;
        std::vector<PlainTensor> tensors = originalTensors(randomTensors(tamingConfig()), 2);
        tensors.push_back({"loss.discriminator.main.0.weight", {2}, {0, 0}});
        const std::string dict = stateDict(tensors, storages);
        const std::string callbacks =
            "}" + pickle::global("pytorch_lightning.callbacks.model_checkpoint", "ModelCheckpoint") + "}s";
        const ScratchFolder folder;
        folder.write("last.ckpt",
                     torchZip(pickle::whole(pickle::dict({{"epoch", pickle::number(3)},
                                                          {"callbacks", callbacks},
                                                          {"optimizer_states", "]"},
                                                          {"state_dict", dict}})),
                              storages)
                         .bytes());
        const OpenedModel opened = openModel(folder.path());
        QCOMPARE(opened.model->weights().surplus(), std::vector<std::string>{"loss.discriminator.main.0.weight"});
    }

    void theYamlBesideIsComparedWithTheTensors()
    {
        const ScratchFolder folder;
        folder.write("vqgan.ckpt", checkpointOf(originalTensors(randomTensors(tamingConfig()), 2)));
        const std::string yaml =
            "model:\n  target: taming.models.vqgan.VQModel\n  params:\n    embed_dim: 4\n"
            "    n_embed: 19\n    ddconfig:\n      z_channels: 5\n      ch: 32\n"
            "      ch_mult: [1, 2]\n      num_res_blocks: 2\n      in_channels: 3\n      out_ch: 3\n";
        folder.write("vqgan.yaml", yaml);
        QCOMPARE(openModel(folder.path()).model->notes().size(), 2U); // the names, and that there is no config.json
        folder.write("vqgan.yaml", replaceAll(yaml, "n_embed: 19", "n_embed: 1024"));
        const auto notes = openModel(folder.path()).model->notes();
        QCOMPARE(notes.size(), 3U);
        REFUSES(QString::fromStdString(notes[2]), (QStringList{"vqgan.yaml", "n_embed is 1024", "19"}));
        for (const std::string& bad :
             {std::string("a: [b"), std::string(100'000, '['), std::string("&a [*a, *b]"), std::string(2 << 20, ' ')}) {
            folder.write("vqgan.yaml", bad);
            const auto told = openModel(folder.path()).model->notes();
            QVERIFY(told.size() == 3);
            REFUSES(QString::fromStdString(told[2]), (QStringList{"vqgan.yaml", "could not be read"}));
        }
        for (const std::string& odd :
             {std::string(), std::string("just text"), std::string("model: 3"), std::string("model: {params: [1]}"),
              std::string("- model"), std::string("\x01\x02")}) {
            folder.write("vqgan.yaml", odd);
            QCOMPARE(openModel(folder.path()).model->notes().size(), 2U);
        }
    }

    void otherModelsAreNamed_data()
    {
        QTest::addColumn<QString>("tensor");
        QTest::addColumn<QString>("model");
        QTest::newRow("Paella") << "vquantizer.codebook.weight"
                                << "PaellaVQModel";
        QTest::newRow("Gumbel") << "quantize.embed.weight"
                                << "GumbelVQ";
        QTest::newRow("a UNet") << "time_embedding.linear_1.weight"
                                << "a diffusion model";
        QTest::newRow("a text encoder") << "text_model.embeddings.position_ids"
                                        << "text encoder";
        QTest::newRow("anything") << "layer.weight"
                                  << "holds no codebook";
    }

    void otherModelsAreNamed()
    {
        QFETCH(QString, tensor);
        QFETCH(QString, model);
        const ScratchFolder folder;
        const std::string name = tensor.toStdString();
        folder.write("other.ckpt", checkpointOf({{name, {1}, {0}}}));
        ADVISES(refusal(folder / "other.ckpt"), (QStringList{"other.ckpt", model, "expected those of a VQModel"}));
        folder.write("other.safetensors", safetensorsOf({{name, {1}, {0}}}));
        ADVISES(refusal(folder / "other.safetensors"), (QStringList{"other.safetensors", model}));
    }

    void codebooksAmongOtherPartsAreNamed_data()
    {
        QTest::addColumn<QString>("tensor");
        QTest::addColumn<QString>("model");
        QTest::newRow("LlamaGen") << "encoder.conv_blocks.0.res.0.norm1.weight" << "LlamaGen";
        QTest::newRow("VAR") << "quantize.quant_resi.qresi_ls.0.weight" << "VAR";
        QTest::newRow("videos") << "encoder.time_conv.0.conv.weight" << "videos";
        QTest::newRow("ViT-VQGAN") << "encoder.transformer.layers.0.0.norm.weight" << "ViT-VQGAN";
    }

    void codebooksAmongOtherPartsAreNamed()
    {
        QFETCH(QString, tensor);
        QFETCH(QString, model);
        const ScratchFolder folder;
        const auto file = folder.write("other.pt", checkpointOf({{"quantize.embedding.weight", {1, 1}, {0}},
                                                                 {tensor.toStdString(), {1}, {0}}}));
        ADVISES(refusal(file), (QStringList{"other.pt", model, "expected those of a VQModel", "choose another"}));
    }

    void anAutoencoderKlIsToldByItsTwiceAsManyChannels()
    {
        const ScratchFolder folder;
        const auto refusalOf = [&](const std::vector<PlainTensor>& tensors) {
            return refusal(folder.write("other.ckpt", checkpointOf(tensors)));
        };
        const auto tensor = [](const std::string& name, const std::vector<std::int64_t>& shape) {
            return PlainTensor{name, shape, std::vector<float>(static_cast<std::size_t>(shape[0] * shape[1]))};
        };
        const QStringList words{"other.ckpt", "AutoencoderKL", "expected those of a VQModel", "choose another"};
        for (const std::string prefix : {"", "first_stage_model."}) {
            ADVISES(refusalOf({tensor(prefix + "encoder.conv_out.weight", {8, 6, 1, 1}),
                               tensor(prefix + "decoder.conv_in.weight", {6, 4, 1, 1})}), words);
            ADVISES(refusalOf({tensor(prefix + "quant_conv.weight", {8, 8, 1, 1}),
                               tensor(prefix + "post_quant_conv.weight", {4, 4, 1, 1})}), words);
        }
        // A VQModel whose codebook was left out is none.
        const QString message = refusalOf({tensor("encoder.conv_out.weight", {4, 6, 1, 1}),
                                           tensor("decoder.conv_in.weight", {6, 4, 1, 1}),
                                           tensor("quant_conv.weight", {4, 4, 1, 1}),
                                           tensor("post_quant_conv.weight", {4, 4, 1, 1})});
        ADVISES(message, (QStringList{"holds no codebook", "quantize.embedding.weight", "choose another"}));
        QVERIFY(!message.contains("KL"));
    }

    void aMisspeltCodebookIsNamed()
    {
        const ScratchFolder folder;
        for (const std::string prefix : {"", "first_stage_model."}) {
            const auto tensors = originalTensors(randomTensors(tamingConfig()), 2, prefix);
            for (const std::string name : {"quantize.embedding.weigth", "quantizer.embedding.weight"}) {
                auto spoilt = tensors;
                std::ranges::find(spoilt, prefix + "quantize.embedding.weight", &PlainTensor::name)->name
                    = prefix + name;
                const QString message = refusal(folder.write("vq.ckpt", checkpointOf(spoilt)));
                ADVISES(message,
                        (QStringList{"vq.ckpt", ('"' + prefix + "quantize.embedding.weight\"").c_str(), "is missing",
                                     ("the file has \"" + prefix + name + '"').c_str(), "fetch"}));
                QVERIFY(!message.contains("KL"));
            }
        }
    }

    void messagesShowTheNamesOfTheFile()
    {
        const ScratchFolder folder;
        for (const std::string prefix : {"", "first_stage_model."}) {
            const auto tensors = originalTensors(randomTensors(tamingConfig()), 2, prefix);
            const auto refusalWith = [&](const std::string& name, const std::function<void(PlainTensor&)>& spoil) {
                auto spoilt = tensors;
                spoil(*std::ranges::find(spoilt, prefix + name, &PlainTensor::name));
                return refusal(folder.write("vq.ckpt", checkpointOf(spoilt)));
            };
            const auto misspell = [&](PlainTensor& tensor) { tensor.name += "s"; };
            for (const std::string name : {"decoder.up.1.attn.0.proj_out.weight", "encoder.mid.block_1.conv1.weight",
                                           "encoder.down.1.block.0.nin_shortcut.bias", "decoder.norm_out.weight",
                                           "encoder.conv_in.weight", "decoder.up.1.upsample.conv.weight"}) {
                const QString message = refusalWith(name, misspell);
                const std::string missing = '"' + prefix + name + "\" is missing";
                ADVISES(message, (QStringList{"vq.ckpt", missing.c_str(), "fetch the file"}));
                QVERIFY2(!message.contains("_block"), qPrintable(message));
                QVERIFY2(!message.contains("is it the config.json"), qPrintable(message));
            }
            const QString message = refusalWith("encoder.mid.block_1.norm1.weight", [](PlainTensor& tensor) {
                tensor.shape = {16};
                tensor.values.resize(16);
            });
            ADVISES(message, (QStringList{('"' + prefix + "encoder.mid.block_1.norm1.weight\" has shape [16]").c_str(),
                                          "[64]"}));
        }
    }

    void namesGoThereAndBack()
    {
        for (const char* golden : {"v02-vqf4", "v04-f16-attn", "v05-movq"}) {
            for (const PlainTensor& tensor : tensorsOf(::golden(golden) / kWeights)) {
                const std::string original = originalNameOf(tensor.name, 5);
                QCOMPARE(currentNameOf(original, 5), tensor.name);
                QCOMPARE(original, originalName(tensor.name, 5));
            }
        }
    }

    void theYamlNamesAClassThatTheTensorsDoNot()
    {
        const ScratchFolder folder;
        folder.write("x.yaml", "model:\n  target: my.models.Strange\n");
        folder.write("x.ckpt", checkpointOf({{"layer.weight", {1}, {0}}}));
        ADVISES(refusal(folder.path()), (QStringList{"my.models.Strange", "yaml", "expected those of a VQModel"}));
    }

    void whatShapesCannotTellIsAskedFor()
    {
        const ScratchFolder folder;
        folder.write("x.ckpt", checkpointOf({{"quantize.embedding.weight", {1, 1}, {0}}}));
        ADVISES(refusal(folder.path()), (QStringList{"encoder.conv_out.weight", "missing", "config.json"}));
        folder.write("x.ckpt", checkpointOf(originalTensors(tensorsOf(golden("v02-vqf4") / kWeights), 3)));
        ADVISES(refusal(folder.path()), (QStringList{"channels", "32 groups", "config.json"}));
        folder.write("x.ckpt", checkpointOf({{"quantize.embedding.weight", {4}, {0, 0, 0, 0}}}));
        ADVISES(refusal(folder.path()), (QStringList{"quantize.embedding.weight", "[4]", "expected 2 sides"}));
    }

    void namesThatAreNoneStayAsTheyAre()
    {
        for (const char* name : {"quant_conv.weight", "encoder.down.x.block.0.conv1.weight", "decoder.up.",
                                 "encoder.mid.", "encoder.down.99999999999999999999.block.0.a", "loss.logvar", ""})
            QCOMPARE(currentNameOf(name, 3), std::string(name));
        QCOMPARE(currentNameOf("decoder.up.0.block.1.nin_shortcut.weight", 3),
                 std::string("decoder.up_blocks.2.resnets.1.conv_shortcut.weight"));
    }
};

QTEST_APPLESS_MAIN(TestOriginalNames)
#include "test_original_names.moc"
