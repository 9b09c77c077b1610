// SPDX-License-Identifier: Apache-2.0
// Every op on the Vulkan device, in every variant it can run, against the naive reference.
#include "core/cpu/cpu_ops.h"
#include "gpu/ops/layout.h"
#include "gpu/ops/vulkan_ops.h"
#include "gpu/plans/plan.h"
#include "tests/ops/cases.h"
#include "tests/support/vulkan.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

using namespace tessera;

namespace {

/// Largest difference that float32 sums in another order may make, relative to the largest magnitude.
constexpr double kTolerance = 2e-5;

double largestError(const core::Tensor& got, const core::Tensor& expected)
{
    double error = 0, largest = 0;
    for (std::size_t i = 0; i < expected.values.size(); ++i) {
        const double difference = std::abs(static_cast<double>(got.values[i]) - static_cast<double>(expected.values[i]));
        error = difference <= error ? error : difference; // NaN stays
        largest = std::max(largest, std::abs(static_cast<double>(expected.values[i])));
    }
    return error / largest;
}

} // namespace

class TestOps : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        qputenv("TESSERA_VALIDATION", "1");
        m_context = tests::openContext();
    }

    void anOpOnTheDeviceAgreesWithTheReference_data()
    {
        QTest::addColumn<int>("opCase");
        QTest::addColumn<int>("tuning");
        const auto cases = tests::opCases();
        const auto tunings = tests::tunings(*m_context);
        for (int t = 0; t < static_cast<int>(tunings.size()); ++t)
            for (int c = 0; c < static_cast<int>(cases.size()); ++c)
                QTest::addRow("%s, %s", cases[static_cast<std::size_t>(c)].name.c_str(),
                              tunings[static_cast<std::size_t>(t)].name)
                    << c << t;
    }

    void anOpOnTheDeviceAgreesWithTheReference()
    {
        QFETCH(int, opCase);
        QFETCH(int, tuning);
        const tests::OpCase test = tests::opCases()[static_cast<std::size_t>(opCase)];
        gpu::Tuning tune = tests::tunings(*m_context)[static_cast<std::size_t>(tuning)].tuning;
        tune.exactWinogradChannels = tune.winogradChannels; // cases are small
        gpu::PassOptions options;
        options.exact = test.exact;
        tests::RandomLayers random(17);
        const auto compute = test.make(random);
        const core::Tensor input = random.tensor(test.input);

        core::CpuOps cpu;
        const core::Tensor expected = core::CpuOps::tensor(compute(cpu, core::CpuOps::wrap(input)));

        gpu::WeightStore weights(*m_context);
        gpu::Pipelines pipelines(*m_context);
        gpu::VulkanOps ops(*m_context, tune, weights, options);
        gpu::Plan plan(*m_context, pipelines, ops.finish(compute(ops, ops.inputPicture(test.input))), 1e12);
        gpu::pack(input, reinterpret_cast<float*>(plan.input()));
        plan.run({});
        const core::Tensor got = gpu::unpack(expected.shape, reinterpret_cast<const float*>(plan.output()));
        QVERIFY2(largestError(got, expected) <= kTolerance,
                 qPrintable(QString::number(largestError(got, expected))));

        plan.run({});
        QVERIFY2(gpu::unpack(expected.shape, reinterpret_cast<const float*>(plan.output())).values == got.values,
                 "a replay differs from the first run");
    }

    void theNearestCodeIsTheReferencesAlsoAmongTies_data()
    {
        QTest::addColumn<int>("codes");
        QTest::addColumn<int>("dim");
        QTest::addColumn<int>("tuning");
        for (int t = 0; t < static_cast<int>(tests::tunings(*m_context).size()); ++t) {
            const char* variant = tests::tunings(*m_context)[static_cast<std::size_t>(t)].name;
            QTest::addRow("1 code, %s", variant) << 1 << 3 << t;
            QTest::addRow("37 codes of 5, %s", variant) << 37 << 5 << t;
            QTest::addRow("300 codes of 4, %s", variant) << 300 << 4 << t;
            QTest::addRow("1003 codes of 33, %s", variant) << 1003 << 33 << t;
        }
    }

    void theNearestCodeIsTheReferencesAlsoAmongTies()
    {
        QFETCH(int, codes);
        QFETCH(int, dim);
        QFETCH(int, tuning);
        tests::RandomLayers random(23);
        core::Weight codebook = *random.weight({codes, dim}, 1);
        // Every third row is a copy of the row before: the lower number must win.
        for (int row = 2; row < codes; row += 3)
            std::copy_n(codebook.values.begin() + (row - 1) * dim, dim, codebook.values.begin() + row * dim);
        core::Tensor latents = random.tensor({2, dim, 11, 13}, 0);
        latents.at(0, 0, 3, 4) = std::numeric_limits<float>::quiet_NaN();
        const auto nearest = [&](core::Ops& ops, const core::Value& x) { return ops.nearestCode(x, codebook); };
        core::CpuOps cpu;
        const core::Tensor expected = core::CpuOps::tensor(nearest(cpu, core::CpuOps::wrap(latents)));
        QCOMPARE(expected.at(0, 0, 3, 4), 0.0F);

        gpu::WeightStore weights(*m_context);
        gpu::Pipelines pipelines(*m_context);
        const gpu::Tuning tune = tests::tunings(*m_context)[static_cast<std::size_t>(tuning)].tuning;
        gpu::VulkanOps ops(*m_context, tune, weights);
        gpu::Plan plan(*m_context, pipelines, ops.finish(nearest(ops, ops.inputPicture(latents.shape))), 1e12);
        gpu::pack(latents, reinterpret_cast<float*>(plan.input()));
        plan.run({});
        std::vector<std::int32_t> got(expected.values.size());
        std::memcpy(got.data(), plan.output(), got.size() * 4);
        for (std::size_t i = 0; i < got.size(); ++i)
            QCOMPARE(got[i], static_cast<std::int32_t>(expected.values[i]));
    }

    void codesAreThoseOfTheCodebookWhateverItHolds() // S17
    {
        tests::RandomLayers random(37);
        constexpr int kCodes = 37, kDim = 5;
        const core::Tensor latents = random.tensor({1, kDim, 11, 13}, 0);
        constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
        constexpr float kEndless = std::numeric_limits<float>::infinity();
        const std::pair<float, float> kinds[] = {{kNone, 0.5F}, {kEndless, 0.5F}, {-kEndless, kNone}, {kNone, kNone}};
        for (const auto& [first, others] : kinds) {
            core::Weight codebook = *random.weight({kCodes, kDim}, 1);
            std::fill_n(codebook.values.begin(), kDim, first);
            std::fill(codebook.values.begin() + 9 * kDim, codebook.values.end(), others);
            const auto nearest = [&](core::Ops& ops, const core::Value& x) { return ops.nearestCode(x, codebook); };
            core::CpuOps cpu;
            const core::Tensor ofCpu = core::CpuOps::tensor(nearest(cpu, core::CpuOps::wrap(latents)));
            for (const float code : ofCpu.values)
                QVERIFY2(code >= 0 && code < kCodes, qPrintable(QString::number(code)));
            for (const auto& [name, tune] : tests::tunings(*m_context)) {
                gpu::WeightStore weights(*m_context);
                gpu::Pipelines pipelines(*m_context);
                gpu::VulkanOps ops(*m_context, tune, weights);
                gpu::Plan plan(*m_context, pipelines, ops.finish(nearest(ops, ops.inputPicture(latents.shape))), 1e12);
                gpu::pack(latents, reinterpret_cast<float*>(plan.input()));
                plan.run({});
                std::vector<std::int32_t> codes(static_cast<std::size_t>(latents.shape.h * latents.shape.w));
                std::memcpy(codes.data(), plan.output(), codes.size() * 4);
                for (const std::int32_t code : codes)
                    QVERIFY2(code >= 0 && code < kCodes, name);
            }
        }
    }

    void lookupGivesTheRowsOfTheCodebook()
    {
        tests::RandomLayers random(29);
        const core::Weight& codebook = *random.weight({11, 13}, 1);
        for (const auto& [name, tune] : tests::tunings(*m_context)) {
            gpu::WeightStore weights(*m_context);
            gpu::Pipelines pipelines(*m_context);
            gpu::VulkanOps ops(*m_context, tune, weights);
            gpu::Plan plan(*m_context, pipelines, ops.finish(ops.lookup(ops.inputCodes({2, 1, 3, 5}), codebook)), 1e12);
            std::vector<std::int32_t> codes(30);
            for (std::size_t i = 0; i < codes.size(); ++i)
                codes[i] = static_cast<std::int32_t>(i * 7 % 11);
            std::memcpy(plan.input(), codes.data(), codes.size() * 4);
            plan.run({});
            const core::Tensor got = gpu::unpack({2, 13, 3, 5}, reinterpret_cast<const float*>(plan.output()));
            for (std::int64_t i = 0; i < 30; ++i)
                for (std::int64_t e = 0; e < 13; ++e)
                    QCOMPARE(got.at(i / 15, e, i % 15 / 5, i % 5),
                             codebook.values[static_cast<std::size_t>(codes[static_cast<std::size_t>(i)] * 13 + e)]);
        }
    }

    void codesThatTheCodebookLacksReadNothingBesideIt() // G13; they are refused long before, this is the second line
    {
        tests::RandomLayers random(29);
        const core::Weight& codebook = *random.weight({11, 13}, 1);
        for (const auto& [name, tune] : tests::tunings(*m_context)) {
            gpu::WeightStore weights(*m_context);
            gpu::Pipelines pipelines(*m_context);
            gpu::VulkanOps ops(*m_context, tune, weights);
            gpu::Plan plan(*m_context, pipelines, ops.finish(ops.lookup(ops.inputCodes({1, 1, 2, 4}), codebook)), 1e12);
            const std::array<std::int32_t, 8> codes{-1, 11, 12, INT32_MAX, INT32_MIN, 1 << 24, 0, 10};
            std::memcpy(plan.input(), codes.data(), sizeof(codes));
            plan.run({});
            const core::Tensor got = gpu::unpack({1, 13, 2, 4}, reinterpret_cast<const float*>(plan.output()));
            for (std::int64_t i = 0; i < 8; ++i)
                for (std::int64_t e = 0; e < 13; ++e) {
                    const std::int64_t row = std::clamp(codes[static_cast<std::size_t>(i)], 0, 10);
                    QCOMPARE(got.at(0, e, i / 4, i % 4), codebook.values[static_cast<std::size_t>(row * 13 + e)]);
                }
        }
    }

    void aStopIsNoticedBetweenSubmissions() // G7
    {
        tests::RandomLayers random(31);
        const core::Conv conv = random.conv(8, 8, 3);
        gpu::WeightStore weights(*m_context);
        gpu::Pipelines pipelines(*m_context);
        const gpu::Tuning tune = gpu::defaultTuning(*m_context);
        gpu::VulkanOps ops(*m_context, tune, weights);
        const core::Value x = ops.inputPicture({1, 8, 9, 9});
        const auto thrice = [&](core::Ops& any, const core::Value& value) {
            return any.conv2d(any.conv2d(any.conv2d(value, conv), conv), conv);
        };
        // One flop a submission: every step is one of its own.
        gpu::Plan plan(*m_context, pipelines, ops.finish(thrice(ops, x)), 1);
        std::stop_source stop;
        int reports = 0;
        const core::Progress progress{stop.get_token(), [&](double) {
                                          if (++reports == 2)
                                              stop.request_stop();
                                      }};
        QVERIFY_THROWS_EXCEPTION(core::Cancelled, plan.run(progress));
        QCOMPARE(reports, 2);
        plan.run({}); // and the plan can be run again
    }

    void theValidationLayerIsSilent()
    {
        for (const std::string& message : gpu::validationMessages())
            QFAIL(message.c_str());
    }

private:
    std::unique_ptr<gpu::Context> m_context;
};

QTEST_GUILESS_MAIN(TestOps)
#include "test_ops.moc"
