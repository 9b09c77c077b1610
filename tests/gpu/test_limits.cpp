// SPDX-License-Identifier: Apache-2.0
// Devices that allow less than the one at hand: small bindings, few workgroups, little memory. The numbers stay.
#include "core/model/codec.h"
#include "gpu/vulkan_device.h"
#include "tests/support/golden.h"
#include "tests/support/vulkan.h"

#include <QTest>

#include <algorithm>
#include <string_view>

using namespace tessera;

namespace {

/// As in test_goldens: float32 sums in another order, through some hundred layers.
constexpr double kLatents = 2e-4, kSamples = 1e-3;

constexpr std::uint64_t kBinding = 1U << 20U;
constexpr std::uint32_t kGroups = 64;
/// All that Vulkan promises of a workgroup.
constexpr std::uint32_t kGroupSize = 128, kSharedMemory = 16U << 10U;

/// What has every op, for kernels that are slow where there is no graphics processor.
constexpr std::string_view kFew[] = {"v03-f8-odd-channels-mish", "v05-movq"};

std::unique_ptr<gpu::VulkanDevice> smallDevice(int tuning)
{
    auto context = tests::openContext();
    gpu::Limits limits = context->limits();
    limits.storageRange = kBinding;
    limits.texelElements = kBinding / 16;
    limits.groupsX = limits.groupsY = limits.groupsZ = kGroups;
    limits.groupSize = kGroupSize;
    limits.sharedMemory = kSharedMemory;
    context->lowerLimits(limits);
    gpu::Tuning chosen = tests::tunings(*context).at(static_cast<std::size_t>(tuning)).tuning;
    return std::make_unique<gpu::VulkanDevice>(std::move(context), std::move(chosen),
                                               gpu::DeviceOptions{.tune = gpu::Tune::off});
}

double relativeError(const core::Tensor& got, const core::Tensor& expected)
{
    return tests::largestDifference(got, expected) / tests::largestMagnitude(expected);
}

} // namespace

class TestLimits : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { qputenv("TESSERA_VALIDATION", "1"); }

    void aModelThatDoesNotFitIsRefusedWithItsNumbers() // I9
    {
        auto context = tests::openContext();
        gpu::Limits limits = context->limits();
        limits.memory = 1U << 20U;
        context->lowerLimits(limits);
        gpu::VulkanDevice device(std::move(context), gpu::DeviceOptions{.tune = gpu::Tune::off});
        const auto model = core::openModel(tests::sourceFolder() / "tests/golden/v01-defaults/model").model;
        try {
            core::Codec(model, device).decodeCodes(core::IndexMap(1, 4, 4));
            QFAIL("nothing was refused");
        } catch (const core::OutOfDeviceMemory& refusal) {
            const QString text = QString::fromUtf8(refusal.what());
            for (const char* word : {"does not fit", "need 2 MiB", "has 1 MiB", "choose a smaller model", "--device cpu"})
                QVERIFY2(text.contains(word), qPrintable(text));
        }
    }

    void defaultTilesFitWhatVulkanPromisesOfAWorkgroup() // G6
    {
        const auto context = tests::openContext();
        gpu::Limits limits = context->limits();
        limits.groupSize = kGroupSize;
        limits.sharedMemory = kSharedMemory;
        context->lowerLimits(limits);
        for (const auto& [name, tuning] : tests::tunings(*context))
            for (const auto& tiles : {tuning.conv, tuning.convDown, tuning.gemm, tuning.winograd,
                                       {tuning.nearestCode}}) {
                QVERIFY2(!tiles.empty(), name);
                for (const gpu::Tile& tile : tiles)
                    QVERIFY2(tuning.holds(tile, limits), name);
            }
    }

    void theGoldensHoldWithBindingsOfOneMebibyteAnd64Workgroups_data()
    {
        QTest::addColumn<int>("golden");
        QTest::addColumn<int>("tuning");
        const auto all = tests::goldens();
        const auto tunings = tests::tunings(*tests::openContext());
        for (int t = 0; t < static_cast<int>(tunings.size()); ++t)
            for (int i = 0; i < static_cast<int>(all.size()); ++i) {
                const auto& [name, tuning] = tunings[static_cast<std::size_t>(t)];
                const std::string& golden = all[static_cast<std::size_t>(i)].name;
                if (std::string_view(name) == "lanes" || std::ranges::find(kFew, golden) != std::end(kFew))
                    QTest::addRow("%s, %s", golden.c_str(), name) << i << t;
            }
    }

    void theGoldensHoldWithBindingsOfOneMebibyteAnd64Workgroups() // G5, G6
    {
        QFETCH(int, golden);
        QFETCH(int, tuning);
        const tests::Golden data = tests::goldens()[static_cast<std::size_t>(golden)];
        const auto model = core::openModel(data.model).model;
        const auto device = smallDevice(tuning);
        const core::Codec codec(model, *device);
        QVERIFY(relativeError(codec.encode(data.tensor("input")), data.tensor("latents")) <= kLatents);
        QVERIFY(relativeError(codec.decodeCodes(data.codes("indices")), data.tensor("sample")) <= kSamples);
    }

    void aPassBeyondTheMemoryBudgetGivesTheSameNumbers_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("cols");
        QTest::newRow("photo-f8-1024") << QStringLiteral("resources/models/photo-f8-1024") << 19 << 13;
        QTest::newRow("photo-f4-512, one row") << QStringLiteral("resources/models/photo-f4-512") << 1 << 33;
        QTest::newRow("spatial norms, attention") << QStringLiteral("tests/golden/v05-movq/model") << 9 << 14;
    }

    void aPassBeyondTheMemoryBudgetGivesTheSameNumbers() // I9
    {
        QFETCH(QString, model);
        QFETCH(int, rows);
        QFETCH(int, cols);
        const auto opened
            = core::openModel((std::string(TESSERA_SOURCE_DIR "/") + model.toStdString()).c_str()).model;
        core::IndexMap codes(1, rows, cols);
        for (std::size_t i = 0; i < codes.codes.size(); ++i)
            codes.codes[i] = static_cast<std::int32_t>(i * 7919 % static_cast<std::size_t>(opened->config().codes));
        gpu::DeviceOptions ample{.tune = gpu::Tune::off}, scarce{.tune = gpu::Tune::off};
        scarce.memoryBudget = 1U << 20U; // less than the weights alone
        gpu::VulkanDevice rich(tests::openContext(), ample), poor(tests::openContext(), scarce);
        const core::Tensor expected = core::Codec(opened, rich).decodeCodes(codes);
        const core::Tensor got = core::Codec(opened, poor).decodeCodes(codes);
        QVERIFY(got.shape == expected.shape);
        QVERIFY2(got.values == expected.values, qPrintable(QString::number(relativeError(got, expected))));
        const core::Tensor picture(opened->pictureShape(1, rows, cols));
        QVERIFY(core::Codec(opened, rich).encode(picture).values == core::Codec(opened, poor).encode(picture).values);
        QVERIFY(!poor.previewCodes(*opened, codes));
    }

    void theValidationLayerIsSilent()
    {
        for (const std::string& message : gpu::validationMessages())
            QFAIL(message.c_str());
    }
};

QTEST_GUILESS_MAIN(TestLimits)
#include "test_limits.moc"
