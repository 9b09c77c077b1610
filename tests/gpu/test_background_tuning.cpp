// SPDX-License-Identifier: Apache-2.0
// A device measures while it prepares, remembers, and goes on to compute the same pictures.
#include "gpu/tuning/class_ops.h"
#include "gpu/tuning/tuning_file.h"
#include "gpu/vulkan_device.h"
#include "tests/support/bad_input.h"
#include "tests/support/golden.h"
#include "tests/support/vulkan.h"

#include <QTest>

#include <set>
#include <string>
#include <thread>

using namespace tessera;
using namespace tessera::gpu;

namespace {

/// Float32 sums in another order and other convolution methods, through all layers.
constexpr double kTolerance = 1e-3;
constexpr std::int64_t kCells = 33;
constexpr std::int64_t kTokens = 1024; ///< of the pass that shares are taken from

std::shared_ptr<const core::VqModel> model(const char* golden)
{
    return core::openModel(tests::sourceFolder() / "tests/golden" / golden / "model").model;
}

core::IndexMap someCodes(const core::VqModel& model)
{
    core::IndexMap codes(1, kCells, kCells);
    for (std::size_t i = 0; i < codes.codes.size(); ++i)
        codes.codes[i] = static_cast<std::int32_t>(i * 7 % static_cast<std::size_t>(model.config().codes));
    return codes;
}

std::unique_ptr<VulkanDevice> device(const DeviceOptions& options)
{
    auto device = std::make_unique<VulkanDevice>(tests::openContext(), options);
    device->setCalm({}, {});
    return device;
}

} // namespace

class TestBackgroundTuning : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        qputenv("TESSERA_VALIDATION", "1");
        qputenv("XDG_CACHE_HOME", m_folder.path().c_str());
        m_model = model("v14-small-activations");
    }

    void aModelIsMadeOfItsClasses()
    {
        const Tuning tuning;
        const std::vector<OpClass> all = classesOf(*m_model, tuning, false, 0);
        const std::vector<OpClass> large = classesOf(*m_model, tuning, false, 0.1);
        QVERIFY(!large.empty() && large.size() < all.size());
        const auto has = [&](const OpClass& op) { return std::ranges::find(all, op) != all.end(); };
        QVERIFY(has(ConvClass{core::Sampling::same, 16, 16, false}) && has(ConvClass{core::Sampling::same, 16, 16, true}));
        QVERIFY(has(ConvClass{core::Sampling::up, 24, 24, false}) && has(ConvClass{core::Sampling::down, 16, 16, true}));
        QVERIFY(!has(ConvClass{core::Sampling::up, 24, 24, true}) && !has(ConvClass{core::Sampling::down, 16, 16, false}));
        QVERIFY(has(codesOf(m_model->codebook().shape[1])));
        for (const OpClass& op : classesOf(*m_model, tuning, true, 0))
            QVERIFY(!std::holds_alternative<ConvClass>(op) || std::get<ConvClass>(op).exact);
        for (const OpClass& op : all)
            QVERIFY(isPossible(op));
    }

    void whatAttentionInOnePassDoesNotComputeIsNotMeasured()
    {
        const auto attentive = model("v12-ties"); // 16 channels, so that the products over channels are another class
        Tuning products, onePass;
        onePass.attend = {{64, 4}};
        QVERIFY(onePass.onePass(16) && !onePass.onePass(72) && !onePass.onePass(12) && !products.onePass(16));
        constexpr double kShare = 0.02; // below which nothing is measured
        const auto has = [&](const Tuning& tuning, std::int64_t rows) {
            const std::vector<OpClass> classes = classesOf(*attentive, tuning, false, kShare);
            return std::ranges::find(classes, OpClass(productOf(rows))) != classes.end();
        };
        QVERIFY(has(products, kTokens) && has(products, 16));
        QVERIFY(!has(onePass, kTokens));
        // The rest of the pass is as it was.
        const std::vector<OpClass> more = classesOf(*attentive, products, false, 0);
        for (const OpClass& op : classesOf(*attentive, onePass, false, 0))
            QVERIFY(std::ranges::find(more, op) != more.end());
    }

    void aDeviceMeasuresRemembersAndComputesTheSame()
    {
        const core::IndexMap codes = someCodes(*m_model);
        core::IndexMap touched = codes;
        touched.at(3, 4) = (touched.at(3, 4) + 1) % static_cast<std::int32_t>(m_model->config().codes);
        const auto tuned = device({.tune = Tune::measure});
        QVERIFY(tuned->measured().empty());
        const core::Tensor before = tuned->decodeCodes(*m_model, codes, {});
        tuned->prepare(*m_model, kCells, kCells, {});
        const Choices measured = tuned->measured();
        QVERIFY(!measured.empty());
        // Whatever was chosen: previews go on, and pictures are the same.
        QVERIFY(tuned->previewCodes(*m_model, touched));
        const core::Tensor after = tuned->decodeCodes(*m_model, codes, {});
        QVERIFY(tests::largestDifference(before, after) <= kTolerance * tests::largestMagnitude(before));
        tuned->prepare(*m_model, kCells, kCells, {});
        QVERIFY(tuned->measured() == measured);

        const auto next = device({.tune = Tune::load});
        QVERIFY(next->measured() == measured);
        QVERIFY(next->decodeCodes(*m_model, codes, {}).values == after.values);
        QVERIFY(device({.tune = Tune::off})->measured().empty());
    }

    void aPoorDefaultIsReplacedAndItsPlansTooWithoutLosingWhatPreviewsBuildOn()
    {
        auto context = tests::openContext();
        Tuning poor = defaultTuning(*context);
        poor.conv = poor.convDown = poor.gemm = poor.winograd = {{8, 1}};
        poor.winogradChannels = 8;
        poor.fusedChannels = 0;
        VulkanDevice tuned(std::move(context), poor, {.tune = Tune::measure});
        tuned.setCalm({}, {});
        const core::IndexMap codes = someCodes(*m_model);
        core::IndexMap touched = codes;
        touched.at(3, 4) = (touched.at(3, 4) + 1) % static_cast<std::int32_t>(m_model->config().codes);
        const core::Tensor before = tuned.decodeCodes(*m_model, codes, {});
        QVERIFY(tuned.previewCodes(*m_model, touched));
        tuned.prepare(*m_model, kCells, kCells, {});
        const auto isPoor = [&](const auto& entry) { return entry.second == poor.byDefault(entry.first); };
        QVERIFY(!std::ranges::all_of(tuned.measured(), isPoor));
        QVERIFY(tuned.previewCodes(*m_model, touched));
        const core::Tensor after = tuned.decodeCodes(*m_model, codes, {});
        QVERIFY(tests::largestDifference(before, after) <= kTolerance * tests::largestMagnitude(before));
        const std::set<std::string> poorVariants{toString({ConvMethod::direct, {8, 1}}),
                                                 toString({ConvMethod::winograd4, {8, 1}})};
        QVERIFY(std::ranges::any_of(tuned.profile().ops, [&](const core::OpTiming& op) {
            return op.name == "conv 3x3" && !poorVariants.contains(op.variant);
        }));
    }

    void aStopEndsTheMeasurementsAndTheyGoOnLater()
    {
        auto context = tests::openContext();
        const Tuning tuning = defaultTuning(*context);
        VulkanDevice tuned(std::move(context), tuning, {.tune = Tune::measure});
        const core::IndexMap codes = someCodes(*m_model);
        const core::Tensor before = tuned.decodeCodes(*m_model, codes, {});
        tuned.setCalm(std::chrono::hours(1), {}); // it waits until somebody wants something
        std::stop_source stop;
        {
            std::jthread person([&] {
                std::this_thread::sleep_for(std::chrono::milliseconds(50));
                stop.request_stop();
            });
            QVERIFY_THROWS_EXCEPTION(core::Cancelled, tuned.prepare(*m_model, kCells, kCells, {stop.get_token()}));
        }
        QVERIFY(tuned.measured().empty());
        QVERIFY(tuned.decodeCodes(*m_model, codes, {}).values == before.values);
        tuned.setCalm({}, {});
        tuned.prepare(*m_model, kCells, kCells, {});
        QVERIFY(!tuned.measured().empty());
    }

    void aDeviceThatMayNotMeasureDoesNot()
    {
        for (const Tune tune : {Tune::off, Tune::load}) {
            auto context = tests::openContext();
            const Tuning tuning = defaultTuning(*context);
            VulkanDevice still(std::move(context), tuning, {.tune = tune});
            still.setCalm({}, {});
            still.prepare(*m_model, kCells, kCells, {});
            QVERIFY(still.measured().empty());
        }
    }

    void theCommandMeasuresAllClassesOfAModelAndWritesThem()
    {
        const tests::ScratchFolder folder;
        qputenv("XDG_CACHE_HOME", folder.path().c_str());
        std::vector<double> reports;
        const TunedOps tuned = tuneDevice("", {.tune = Tune::load}, *m_model, false,
                                          {{}, [&](double fraction) { reports.push_back(fraction); }});
        QVERIFY(std::ranges::is_sorted(reports));
        QCOMPARE(reports.back(), 1.0);
        QVERIFY(!tuned.ops.empty());
        for (const TunedOp& op : tuned.ops)
            QVERIFY(!op.op.empty() && !op.chosen.empty() && !op.byDefault.empty() && op.milliseconds > 0);
        const std::string bytes = tests::bytesOf(tuned.file);
        QCOMPARE(device({.tune = Tune::load})->measured().size(), tuned.ops.size());

        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(core::Cancelled, tuneDevice("", {}, *m_model, false, {stop.get_token()}));
        QVERIFY(tests::bytesOf(tuned.file) == bytes);
        qputenv("XDG_CACHE_HOME", m_folder.path().c_str());
    }

    void theValidationLayerIsSilent()
    {
        for (const std::string& message : validationMessages())
            QFAIL(message.c_str());
    }

private:
    const tests::ScratchFolder m_folder{};
    std::shared_ptr<const core::VqModel> m_model;
};

QTEST_GUILESS_MAIN(TestBackgroundTuning)
#include "test_background_tuning.moc"
