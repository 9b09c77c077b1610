// SPDX-License-Identifier: GPL-3.0-or-later
// Models on the command line: which there are, in which files they may come, and what is said of those that are none.
#include "tests/cli/program.h"
#include "tests/support/model_copies.h"
#include "tests/support/spoilt_model.h"

#include <QJsonArray>
#include <QtTest>

#include <sys/resource.h>

using namespace tessera::tests;
using namespace std::string_literals;

namespace {

namespace fs = std::filesystem;

const QString kGolden = source("tests/golden/v10-bin/model");

QByteArray bytes(const std::string& text) { return QByteArray(text.data(), static_cast<qsizetype>(text.size())); }

/// A cache with one repository that opens and one that does not.
class Cache : public Folder {
public:
    Cache()
    {
        const fs::path root = file("").toStdString();
        copy(root / "models--ada--vq-tiny/snapshots/1/vqvae");
        write("models--ada--vq-tiny/snapshots/1/model_index.json", R"({"vqvae": ["diffusers", "VQModel"]})");
        fs::create_directories(root / "models--eve--sd/snapshots/2/vae");
        write("models--eve--sd/snapshots/2/model_index.json", R"({"vae": ["diffusers", "AutoencoderKL"]})");
    }
    QStringList environment() const { return {"HF_HUB_CACHE=" + file("")}; }

private:
    static void copy(const fs::path& to)
    {
        fs::create_directories(to.parent_path());
        fs::copy(kGolden.toStdString(), to);
    }
};

} // namespace

class TestCliModels : public QObject {
    Q_OBJECT
private slots:
    void theModelsOfThisComputerAreListed()
    {
        const Cache cache;
        const Run run = runTessera({"models", "--json"}, cache.environment());
        QVERIFY2(run.exitCode == 0, run.err);
        const QJsonArray models = run.json()["models"].toArray();
        QStringList names;
        for (const QJsonValue& model : models)
            names << model["name"].toString();
        QCOMPARE(names, (QStringList{"photo-f8-1024", "photo-f4-512", "ada/vq-tiny", "eve/sd"}));
        QCOMPARE(models[0]["factor"].toInt(), 8);
        QCOMPARE(models[0]["codes"].toInt(), 1024);
        QVERIFY(models[2]["can_be_opened"].toBool());
        QCOMPARE(models[2]["dimensions"].toInt(), 4);
        QVERIFY(models[2]["bytes"].toInt() > 500'000);
        QVERIFY(models[2]["path"].toString().endsWith("vqvae"));
        QVERIFY(!models[3]["can_be_opened"].toBool());
        QVERIFY(models[3]["problem"].toString().contains("AutoencoderKL"));
        QCOMPARE(run.json()["cache"].toString(), cache.file(""));
        const Run text = runTessera({"models"}, cache.environment());
        QVERIFY(text.out.contains("ada/vq-tiny") && text.out.contains("cannot be opened: ") && text.err.isEmpty());
        QVERIFY(text.out.contains("128 codes of 4 numbers"));
    }

    void aModelOfTheCacheIsOpenedByItsName()
    {
        const Cache cache;
        const Run run = runTessera({"info", "ada/vq-tiny", "--json"}, cache.environment());
        QVERIFY2(run.exitCode == 0, run.err);
        QCOMPARE(run.json()["model"].toString(), QString("ada/vq-tiny"));
        QCOMPARE(run.json()["factor"].toInt(), 2);
    }

    void aCheckpointBecomesAFolderThatDecodesAlike()
    {
        const Folder folder;
        const Run made = runTessera({"convert", kGolden, folder.file("clean"), "--json"});
        QVERIFY2(made.exitCode == 0, made.err);
        QCOMPARE(made.json()["parameters"].toInt(), 133767);
        QCOMPARE(QDir(folder.file("clean")).entryList(QDir::Files | QDir::Hidden, QDir::Name),
                 (QStringList{"config.json", "diffusion_pytorch_model.safetensors"}));
        const Run again = runTessera({"convert", kGolden, folder.file("clean")});
        QCOMPARE(again.exitCode, 1);
        QVERIFY2(again.isOneLine() && again.err.contains("is there already") && again.err.contains("--force"),
                 again.err);
        QCOMPARE(runTessera({"convert", kGolden, folder.file("clean"), "--force"}).exitCode, 0);
        QList<QByteArray> pictures;
        for (const QString& model : {kGolden, folder.file("clean")}) {
            const Run run = runTessera({"decode", source("tests/golden/v10-bin/edited_indices.npy"), "-o",
                                        folder.file("out.npy"), "-m", model, "--device", "cpu"});
            QVERIFY2(run.exitCode == 0, run.err);
            QFile file(folder.file("out.npy"));
            QVERIFY(file.open(QIODevice::ReadOnly));
            pictures << file.readAll();
        }
        QVERIFY(pictures[0] == pictures[1]);
    }

    void filesThatAreNoModelsAreRefusedBeforeAnyDevice_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QList<QByteArray>>("words");
        const auto row = [](const char* title, const QString& name, const std::string& content,
                            const QList<QByteArray>& words) {
            QTest::newRow(title) << name << bytes(content) << words;
        };
        const std::string call = pickle::global("posix", "system") + pickle::tuple({pickle::text("touch ran")}) + "R";
        row("a checkpoint that would run something", "a.ckpt", torchZip(pickle::whole(call), {}).bytes(),
            {"posix.system", "nothing was run", "safetensors"});
        row("an LFS pointer", "a.ckpt", "version https://git-lfs.github.com/spec/v1\n",
            {"Git LFS pointer", "expected"});
        row("a web page", "a.safetensors", "<!DOCTYPE html>404", {"a web page", "expected safetensors"});
        row("an old checkpoint", "a.pt", "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19\x2e"s,
            {"before version 1.6", "save it again"});
        row("a tar", "a.pth", std::string(257, 'x') + "ustar", {"tar", "save it again"});
        row("another model", "a.ckpt",
            checkpointOf(
                {{"quant_conv.weight", {2, 2, 1, 1}, {0, 0, 0, 0}}, {"post_quant_conv.weight", {1, 1, 1, 1}, {0}}}),
            {"AutoencoderKL", "VQModel"});
        const std::string kFloats = pickle::storage("FloatStorage", "0", std::int64_t{1} << 40);
        row("a lying size", "a.ckpt",
            torchZip(pickle::whole(pickle::dict({{"w", pickle::tensor(kFloats, 0, {1 << 20, 1 << 20}, {1 << 20, 1})}})),
                     {{"0", "1234"}})
                .bytes(),
            {"1,099,511,627,776", "4 bytes"});
        row("a million values", "a.ckpt", torchZip(pickle::whole(std::string(1'000'001, 'N')), {}).bytes(),
            {"1,000,000 values"});
        row("a stack of marks", "a.ckpt", torchZip(pickle::whole(std::string(60'000'000, '(')), {}).bytes(),
            {"nested deeper than 256"});
        row("many references", "a.ckpt", torchZip(pickle::whole("N" + std::string(30'000'000, '2')), {}).bytes(),
            {"4,000,000"});
    }

    void filesThatAreNoModelsAreRefusedBeforeAnyDevice()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        QFETCH(QList<QByteArray>, words);
        const Folder folder;
        const QString file = folder.write(name, content);
        const Run run =
            runTessera({"decode", source("tests/golden/v10-bin/indices.npy"), "-o", folder.file("x.png"), "-m", file},
                       {"VK_ICD_FILENAMES=/nonexistent"});
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(run.isOneLine(), run.err);
        for (const QByteArray& word : words + QList<QByteArray>{name.toUtf8()})
            QVERIFY2(run.err.contains(word), run.err);
        QVERIFY(!run.err.contains("Vulkan"));
        QCOMPARE(folder.files(), QStringList{name}); // nothing was run or written
        rusage usage{};
        getrusage(RUSAGE_CHILDREN, &usage);
        QVERIFY2(usage.ru_maxrss < 1'500'000, qPrintable(QString::number(usage.ru_maxrss))); // KiB
    }

    void weightsThatAreNotFiniteAreToldBeforeTheyAreUsedAndGiveNoPicture() // S17
    {
        const SpoiltModel model;
        model.poison("quantize.embedding.weight"); // of the code 0
        const QString path = QString::fromStdString(model.path().string());
        const QByteArray said = "some weights are NaN or infinite, pictures will be wrong: quantize.embedding.weight";
        const Run info = runTessera({"info", path});
        QVERIFY2(info.exitCode == 0 && info.out.contains(said), info.out + info.err);
        const Folder folder;
        const auto run = [&](const char* command, const QString& input, const char* output) {
            return runTessera({command, input, "-o", folder.file(output), "-m", path, "--device", "cpu"});
        };
        const QString picture = source("tests/golden/v12-ties/input_0.png");
        const Run encode = run("encode", picture, "c.json");
        QVERIFY2(encode.exitCode == 0 && encode.err.contains(said), encode.err);
        const Run decode = run("decode", folder.write("zero.json", "[[0, 1], [2, 3]]"), "d.png");
        QCOMPARE(decode.exitCode, 1);
        for (const QByteArray& word : {said, QByteArray("are not finite numbers, so nothing was written")})
            QVERIFY2(decode.err.contains(word), decode.err);
        QVERIFY(!folder.has("d.png"));
        model.poison("encoder.conv_in.weight"); // no code is the right one for latents that are none
        const Run latents = run("encode", picture, "e.json");
        QCOMPARE(latents.exitCode, 1);
        QVERIFY2(latents.err.contains("not finite"), latents.err);
        QVERIFY(!folder.has("e.json"));
    }

    void theSelfTestPassesHere()
    {
        const Run run = runTessera({"selftest", "--json"});
        QVERIFY2(run.exitCode == 0, run.err);
        QVERIFY(run.json()["passed"].toBool());
        const QJsonArray tests = run.json()["tests"].toArray();
        QCOMPARE(tests.size(), 2);
        for (const QJsonValue& test : tests) {
            QVERIFY(test["latents"].toDouble() > 0
                    && test["latents"].toDouble() <= test["latents_tolerance"].toDouble());
            QVERIFY(test["pictures"].toDouble() > 0);
            QCOMPARE(test["wrong_codes"].toInt(), 0);
        }
    }
};

QTEST_GUILESS_MAIN(TestCliModels)
#include "test_cli_models.moc"
