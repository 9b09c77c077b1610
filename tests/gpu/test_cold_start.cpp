// SPDX-License-Identifier: Apache-2.0
// Who opens a picture where a model's kernels have not run before gets it by kernels that compile quickly, and the fast
// ones afterwards.
#include "core/model/codec.h"
#include "core/model/model_folder.h"
#include "gpu/tuning/compiled_file.h"
#include "gpu/vulkan_device.h"
#include "tests/support/bad_input.h"
#include "tests/support/vulkan.h"

#include <QTest>

#include <algorithm>
#include <sys/stat.h>

using namespace tessera;

namespace {

constexpr gpu::DeviceOptions kHurry{.tune = gpu::Tune::off, .hurry = true};
constexpr std::int64_t kRows = 40, kCols = 48;

core::IndexMap someCodes()
{
    core::IndexMap codes(1, kRows, kCols);
    for (std::size_t i = 0; i < codes.codes.size(); ++i)
        codes.codes[i] = static_cast<std::int32_t>(i * 7 % 1000);
    return codes;
}

} // namespace

class TestColdStart : public QObject {
    Q_OBJECT

    std::shared_ptr<const core::VqModel> m_model;
    std::unique_ptr<tests::ScratchFolder> m_folder;

    std::vector<float> decoded(gpu::VulkanDevice& device, std::int64_t rows = kRows) const
    {
        core::IndexMap codes = someCodes();
        codes.codes.resize(static_cast<std::size_t>(rows * kCols));
        codes.rows = rows;
        return core::Codec(m_model, device).decodeCodes(codes).values;
    }
    std::vector<float> decodedBy(const gpu::Tuning& tuning) const
    {
        gpu::VulkanDevice device(tests::openContext(), tuning, {.tune = gpu::Tune::off});
        return decoded(device);
    }
    /// Decodes by the fast kernels, and by those that compile quickly; these are the same where there are none.
    std::pair<std::vector<float>, std::vector<float>> both() const
    {
        const gpu::Tuning fast = gpu::defaultTuning(*tests::openContext());
        return {decodedBy(fast), decodedBy(fast.quickToCompile().value_or(fast))};
    }
    static gpu::CompiledFile file()
    {
        const auto context = tests::openContext();
        return gpu::CompiledFile(*context, gpu::defaultTuning(*context));
    }

private slots:
    void initTestCase()
    {
        m_model = core::openModel(TESSERA_SOURCE_DIR "/resources/models/photo-f8-1024").model;
        if (qEnvironmentVariableIsEmpty("MESA_SHADER_CACHE_DIR")) // the driver's own is not what is tested
            qputenv("MESA_SHADER_CACHE_DIR", qEnvironmentVariable("XDG_CACHE_HOME", qEnvironmentVariable("HOME") + "/.cache").toUtf8());
    }
    void init()
    {
        m_folder = std::make_unique<tests::ScratchFolder>();
        qputenv("XDG_CACHE_HOME", m_folder->path().c_str());
    }

    void theFirstDecodeIsByKernelsThatCompileQuicklyAndThoseAfterItByFastOnes()
    {
        const auto [fast, quick] = both();
        gpu::VulkanDevice device(tests::openContext(), kHurry);
        core::Codec(m_model, device).encode(core::Tensor({1, 3, 64, 64}));
        QVERIFY(decoded(device) == quick);
        core::IndexMap codes = someCodes();
        codes.at(3, 4) = 1;
        QVERIFY(device.previewCodes(*m_model, codes)); // before anything else is ready
        device.prepare(*m_model, kRows, kCols, {});
        QVERIFY(decoded(device) == fast);
        QVERIFY(device.previewCodes(*m_model, codes));
    }

    void whatHasRunHereBeforeIsTakenAtOnce()
    {
        const auto [fast, quick] = both();
        {
            gpu::VulkanDevice device(tests::openContext(), kHurry);
            QVERIFY(decoded(device) == quick);
        } // ended before anything was prepared
        {
            gpu::VulkanDevice device(tests::openContext(), kHurry);
            QVERIFY(decoded(device) == quick);
            device.prepare(*m_model, kRows, kCols, {});
        }
        gpu::VulkanDevice device(tests::openContext(), kHurry);
        QVERIFY(decoded(device) == fast);
    }

    void codesAreTheSameByEitherKernels()
    {
        core::Tensor picture({1, 3, 128, 192});
        for (std::size_t i = 0; i < picture.values.size(); ++i)
            picture.values[i] = static_cast<float>(i * 37 % 509) / 254.5F - 1;
        const auto codes = [&](const gpu::DeviceOptions& options) {
            gpu::VulkanDevice device(tests::openContext(), options);
            const core::Codec codec(m_model, device);
            return codec.quantize(codec.encode(picture)).codes;
        };
        QVERIFY(codes(kHurry) == codes({.tune = gpu::Tune::off}));
    }

    void aDecodeWhoseWorkIsMoreThanThatOfCompilingDoesNotHurry()
    {
        gpu::VulkanDevice device(tests::openContext(), kHurry);
        core::Codec(m_model, device).decodeCodes(core::IndexMap(1, 200, 170));
        const auto ops = device.profile().ops;
        QVERIFY(std::ranges::any_of(ops, [](const auto& op) { return op.variant.starts_with("winograd"); }));
    }

    void commandsDoNotHurry()
    {
        gpu::VulkanDevice device(tests::openContext(), {.tune = gpu::Tune::off});
        QVERIFY(decoded(device) == both().first);
        QVERIFY(!std::filesystem::exists(file().path()));
    }

    void whereNothingCanBeKeptEveryStartHurries() // G9
    {
        const QByteArray home = qgetenv("HOME");
        qunsetenv("XDG_CACHE_HOME");
        qunsetenv("HOME");
        QVERIFY(file().path().empty());
        QVERIFY(!file().has("a"));
        QVERIFY_THROWS_EXCEPTION(core::FileError, file().add("a"));
        gpu::VulkanDevice device(tests::openContext(), kHurry);
        const std::vector<float> first = decoded(device);
        device.prepare(*m_model, kRows, kCols, {});
        const std::vector<float> second = decoded(device);
        qputenv("HOME", home);
        QVERIFY(std::pair(second, first) == both());
    }

    void theFileKnowsWhatWasAddedAndNoMoreThanItsNewest256()
    {
        QVERIFY(!file().has("a"));
        file().add("a");
        file().add("b");
        file().add("a");
        QVERIFY(file().has("a") && file().has("b") && !file().has("c"));
        for (int i = 0; i < 255; ++i)
            file().add(std::to_string(i));
        QVERIFY(file().has("b") && file().has("254") && !file().has("a"));
    }

    void aDamagedOrForeignFileKnowsOfNothingAndIsReplaced() // G9
    {
        const std::filesystem::path path = file().path();
        file().add("a");
        const std::string good = tests::bytesOf(path);
        const auto put = [&](const std::string& bytes) {
            std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        };
        const auto replaced = [&](const char* what, const char* by) {
            std::string text = good;
            return text.replace(text.find(what), std::string_view(what).size(), by);
        };
        for (const std::string& bad :
             {std::string(), good.substr(0, good.size() / 2), good + std::string(1 << 16, ' '), std::string("[]"),
              std::string("null"), std::string("{}"), replaced("\"device\"", "\"other\""),
              replaced("\"device\": \"", "\"device\": \"another "), replaced("\"kernels\": \"", "\"kernels\": \"x"),
              replaced("\"format\": 1", "\"format\": 2"), replaced("\"a\"", "1"), replaced("\"a\"", "[\"a\"]"),
              replaced("[", "{\"a\": ["), std::string(200, '[')}) {
            put(bad);
            QVERIFY2(!file().has("a"), bad.c_str());
            file().add("b");
            QVERIFY2(file().has("b") && !file().has("a"), bad.c_str());
        }
        std::filesystem::remove(path);
        QCOMPARE(::mkfifo(path.c_str(), 0600), 0);
        QVERIFY(!file().has("a"));
        QVERIFY_THROWS_EXCEPTION(core::FileError, file().add("a"));
    }

    void otherChoicesAreOtherKernels()
    {
        gpu::Tuning tuning = gpu::defaultTuning(*tests::openContext());
        const std::string usual = gpu::kernelSetOf(*m_model, tuning, false);
        QCOMPARE(gpu::kernelSetOf(*m_model, tuning, false), usual);
        QVERIFY(gpu::kernelSetOf(*m_model, tuning, true) != usual);
        tuning.measured[gpu::ProductClass{32}] = {gpu::ConvMethod::direct, {8, 2}};
        QVERIFY(gpu::kernelSetOf(*m_model, tuning, false) != usual);
    }
};

QTEST_GUILESS_MAIN(TestColdStart)
#include "test_cold_start.moc"
