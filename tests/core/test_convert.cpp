// SPDX-License-Identifier: Apache-2.0
// Models written as clean diffusers folders: nothing is lost, nothing is overwritten unasked, nothing is left half.
#include "core/model/convert.h"

#include "core/files/half.h"
#include "core/model/config_json.h"
#include "core/model/model_folder.h"
#include "tests/support/bad_input.h"
#include "tests/support/model_copies.h"

#include <QTest>

#include <nlohmann/json.hpp>

using namespace tessera::core;
using namespace tessera::tests;

namespace fs = std::filesystem;

namespace {

constexpr const char* kWeights = "diffusion_pytorch_model.safetensors";

fs::path golden(const std::string& name) { return fs::path(TESSERA_SOURCE_DIR) / "tests/golden" / name / "model"; }

} // namespace

class TestConvert : public QObject {
    Q_OBJECT
private slots:
    void everyGoldenComesBackAsItWas()
    {
        for (const auto& entry : fs::directory_iterator(fs::path(TESSERA_SOURCE_DIR) / "tests/golden")) {
            if (!fs::exists(entry.path() / "model"))
                continue;
            const ScratchFolder scratch;
            const auto before = openModel(entry.path() / "model").model;
            convertModel(*before, scratch / "out", false);
            QCOMPARE(scratch.names(), QStringList{"out"});
            const auto after = openModel(scratch / "out").model;
            QCOMPARE(QString::fromStdString(configToJson(after->config()).dump()),
                     QString::fromStdString(configToJson(before->config()).dump()));
            QCOMPARE(after->weights().dtypes(), before->weights().dtypes());
            const auto old = before->weights().all(), now = after->weights().all();
            QCOMPARE(now.size(), old.size());
            for (std::size_t i = 0; i < old.size(); ++i)
                QVERIFY2(now[i]->name == old[i]->name && now[i]->values == old[i]->values, old[i]->name.c_str());
            QVERIFY(after->notes().empty());
        }
    }

    void aFolderThatIsThereIsKeptUnlessAsked()
    {
        const ScratchFolder scratch;
        const auto model = openModel(golden("v12-ties")).model, other = openModel(golden("v10-bin")).model;
        convertModel(*model, scratch / "out/", false);
        const std::string before = bytesOf(scratch / "out/config.json");
        REFUSES(messageOf<FileError>([&] { convertModel(*other, scratch / "out", false); }),
                (QStringList{"out", "is there already", "--force"}));
        QCOMPARE(bytesOf(scratch / "out/config.json"), before);
        std::ofstream(scratch / "out/README.md") << "mine";
        convertModel(*other, scratch / "out", true);
        QCOMPARE(openModel(scratch / "out").model->config().codes, other->config().codes);
        QVERIFY(fs::exists(scratch / "out/README.md"));
        std::ofstream(scratch / "out/diffusion_pytorch_model.safetensors.index.json") << "{}";
        REFUSES(messageOf<FileError>([&] { convertModel(*model, scratch / "out", true); }),
                (QStringList{"index.json", "read instead", "another folder"}));
    }

    void neitherCachesNorLinksAreWritten()
    {
        const ScratchFolder scratch;
        const auto model = openModel(golden("v12-ties")).model;
        const fs::path repository = scratch / "models--ada--vq", snapshot = repository / "snapshots/abc";
        fs::create_directories(repository / "blobs");
        fs::create_directories(snapshot);
        scratch.write("models--ada--vq/blobs/1", "precious");
        fs::create_symlink("../../blobs/1", snapshot / kWeights);
        fs::create_directory_symlink(snapshot, scratch / "by-a-link");
        for (const fs::path& folder : {snapshot, snapshot / "new", repository, scratch / "by-a-link"})
            REFUSES(messageOf<FileError>([&] { convertModel(*model, folder, true); }),
                    (QStringList{"Hugging Face cache", "never written", "choose another folder"}));
        QCOMPARE(bytesOf(repository / "blobs/1"), std::string("precious"));
        scratch.write("mine", "precious too");
        for (const char* file : {kWeights, "config.json"}) {
            const fs::path out = scratch / (std::string("out-") + file);
            fs::create_directory(out);
            fs::create_symlink("../mine", out / file);
            REFUSES(messageOf<FileError>([&] { convertModel(*model, out, true); }),
                    (QStringList{file, "a link to another file", "choose another folder"}));
        }
        QCOMPARE(bytesOf(scratch / "mine"), std::string("precious too"));
    }

    void placesThatCannotBeWrittenAreNamed()
    {
        const ScratchFolder scratch;
        const auto model = openModel(golden("v12-ties")).model;
        REFUSES(messageOf<FileError>([&] { convertModel(*model, scratch / "no/where", false); }),
                (QStringList{"no folder"}));
        scratch.write("file", "x");
        REFUSES(messageOf<FileError>([&] { convertModel(*model, scratch / "file", true); }),
                (QStringList{"no folder"}));
        REFUSES(messageOf<FileError>([&] { convertModel(*model, "/proc/out", false); }), (QStringList{"/proc/out"}));
        QCOMPARE(scratch.names(), QStringList{"file"});
    }

    void halvesComeBackBitForBit()
    {
        for (std::uint32_t bits = 0; bits < 0x10000U; ++bits) {
            const auto half = static_cast<std::uint16_t>(bits);
            QCOMPARE(halfOf(halfToFloat(half)), half);
            QCOMPARE(bfloatOf(bfloatToFloat(half)), half);
        }
    }
};

QTEST_APPLESS_MAIN(TestConvert)
#include "test_convert.moc"
