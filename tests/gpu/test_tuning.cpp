// SPDX-License-Identifier: Apache-2.0
// The tuner: what it tries is right, it takes what is faster, and it knows what a model is made of. No test asks how
// fast anything is.
#include "core/cpu/cpu_ops.h"
#include "core/error.h"
#include "gpu/ops/layout.h"
#include "gpu/ops/vulkan_ops.h"
#include "gpu/plans/plan.h"
#include "gpu/tuning/candidates.h"
#include "gpu/tuning/fastest.h"
#include "gpu/tuning/made_up_op.h"
#include "gpu/tuning/tuner.h"
#include "tests/support/vulkan.h"

#include <QTest>

#include <cmath>
#include <cstring>
#include <set>

using namespace tessera;
using namespace tessera::gpu;

namespace {

using core::Sampling;

/// Where results have unit variance.
constexpr double kExact = 5e-6, kFast = 1e-4;

std::vector<OpClass> manyClasses()
{
    std::vector<OpClass> classes;
    for (const Sampling sampling : {Sampling::same, Sampling::down, Sampling::up})
        for (const std::int32_t in : {8, 16, 24, 40, 64, 96, 512})
            for (const std::int32_t out : {8, 16, 24, 40, 64, 96, 512})
                for (const bool exact : {false, true})
                    classes.emplace_back(ConvClass{sampling, in, out, exact});
    for (const std::int32_t rows : {8, 16, 32, 64})
        classes.emplace_back(ProductClass{rows});
    for (const std::int32_t quads : {0, 1, 2})
        classes.emplace_back(CodesClass{quads});
    return classes;
}

bool isExact(const OpClass& op)
{
    const auto* conv = std::get_if<ConvClass>(&op);
    return !conv || conv->exact;
}

/// A trial that takes these milliseconds, one after the other and then the last again and again; negative: it fails.
struct FakeTrial {
    std::vector<double> milliseconds;
    std::shared_ptr<std::size_t> runs = std::make_shared<std::size_t>(0);

    double operator()()
    {
        const double took = milliseconds[std::min((*runs)++, milliseconds.size() - 1)];
        if (took < 0)
            throw core::DeviceError("made up");
        return took;
    }
};

/// The largest difference, in units of what the right values deviate by.
double largestError(const core::Tensor& got, const core::Tensor& right)
{
    double sum = 0, squares = 0, largest = 0;
    const auto count = static_cast<double>(right.values.size());
    for (std::size_t i = 0; i < right.values.size(); ++i) {
        sum += right.values[i];
        squares += static_cast<double>(right.values[i]) * right.values[i];
        const double difference = std::abs(static_cast<double>(got.values[i]) - right.values[i]);
        largest = difference <= largest ? largest : difference; // NaN stays
    }
    return largest / std::sqrt(squares / count - sum * sum / count / count);
}

} // namespace

class TestTuning : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        qputenv("TESSERA_VALIDATION", "1");
        m_context = tests::openContext();
    }

    void everyCandidateIsLegalForItsClass()
    {
        for (const Variant variant : {Variant::lanes, Variant::shared})
            for (const DeviceKind kind : {DeviceKind::software, DeviceKind::discrete, DeviceKind::integrated})
                for (const std::uint32_t lanes : {4U, 8U, 16U, 32U, 64U})
                    for (const OpClass& op : manyClasses()) {
                        Tuning tuning = tuningFor(*m_context, variant);
                        if (variant == Variant::lanes)
                            tuning.lanes = lanes;
                        const std::vector<Choice> choices = candidates(tuning, kind, op);
                        QVERIFY(isPossible(op));
                        QVERIFY(!choices.empty() && choices.size() <= kMostCandidates);
                        QVERIFY(choices.front() == tuning.byDefault(op));
                        QCOMPARE(std::set<Choice>(choices.begin(), choices.end()).size(), choices.size());
                        for (const Choice& choice : choices)
                            QVERIFY2(isLegal(op, choice, variant, tuning.lanes),
                                     (toString(op) + ": " + toString(choice)).c_str());
                    }
    }

    void fewColumnsTakeANarrowTileOfAsManyRows()
    {
        Tuning tuning;
        tuning.variant = Variant::lanes;
        tuning.lanes = 16;
        tuning.winograd = {{32, 8}, {32, 4}, {16, 2}};
        QCOMPARE(tuning.narrowed({32, 8}, 65), (Tile{32, 8}));
        QCOMPARE(tuning.narrowed({32, 8}, 64), (Tile{32, 4}));
        QCOMPARE(tuning.narrowed({32, 8}, 1), (Tile{32, 4}));
        QCOMPARE(tuning.narrowed({16, 4}, 32), (Tile{16, 2}));
        QCOMPARE(tuning.narrowed({8, 8}, 1), (Tile{8, 8}));
    }

    void bothMethodsAreTriedWhereThereAreTwo()
    {
        const Tuning tuning = defaultTuning(*m_context);
        for (const bool exact : {false, true}) {
            std::set<ConvMethod> methods;
            for (const Choice& choice :
                 candidates(tuning, m_context->info().kind, ConvClass{Sampling::same, 64, 64, exact}))
                methods.insert(choice.method);
            QCOMPARE(methods.contains(ConvMethod::winograd4), !exact);
            QVERIFY(methods.contains(ConvMethod::winograd2) && methods.contains(ConvMethod::direct));
        }
    }

    void usualClassesArePossibleAndDifferent()
    {
        for (const bool exact : {false, true}) {
            const std::vector<OpClass> classes = usualClasses(exact);
            QCOMPARE(std::set<OpClass>(classes.begin(), classes.end()).size(), classes.size());
            for (const OpClass& op : classes)
                QVERIFY(isPossible(op) && (!exact || isExact(op)));
        }
    }

    void everyCandidateComputesWhatTheReferenceDoes_data()
    {
        QTest::addColumn<int>("tuning");
        QTest::addColumn<int>("number");
        const auto tunings = tests::tunings(*m_context);
        for (int t = 0; t < static_cast<int>(tunings.size()); ++t)
            for (int i = 0; i < static_cast<int>(tried().size()); ++i)
                QTest::addRow("%s, %s", toString(tried()[static_cast<std::size_t>(i)]).c_str(),
                              tunings[static_cast<std::size_t>(t)].name)
                    << t << i;
    }

    void everyCandidateComputesWhatTheReferenceDoes()
    {
        QFETCH(int, tuning);
        QFETCH(int, number);
        Tuning tune = tests::tunings(*m_context)[static_cast<std::size_t>(tuning)].tuning;
        const OpClass op = tried()[static_cast<std::size_t>(number)];
        const MadeUpOp made = makeUpOfSize(op, 13, 11);
        core::CpuOps cpu;
        const core::Tensor right = core::CpuOps::tensor(made.compute(cpu, core::CpuOps::wrap(made.input)));
        std::set<Choice> choices;
        for (const DeviceKind kind : {DeviceKind::software, DeviceKind::discrete})
            for (const Choice& choice : candidates(tune, kind, op))
                choices.insert(choice);
        Pipelines pipelines(*m_context);
        WeightStore weights(*m_context);
        for (const Choice& choice : choices) {
            tune.measured = {{op, choice}};
            PassOptions options;
            options.exact = made.exact;
            VulkanOps ops(*m_context, tune, weights, options);
            Plan plan(*m_context, pipelines, ops.finish(made.compute(ops, ops.inputPicture(made.input.shape))), 1e12);
            pack(made.input, reinterpret_cast<float*>(plan.input()));
            plan.run({});
            if (std::holds_alternative<CodesClass>(op)) {
                std::vector<std::int32_t> codes(right.values.size());
                std::memcpy(codes.data(), plan.output(), codes.size() * 4);
                for (std::size_t i = 0; i < codes.size(); ++i)
                    QCOMPARE(codes[i], static_cast<std::int32_t>(right.values[i]));
                continue;
            }
            const double error
                = largestError(unpack(right.shape, reinterpret_cast<const float*>(plan.output())), right);
            QVERIFY2(error <= (isExact(op) ? kExact : kFast),
                     (toString(choice) + ": " + std::to_string(error)).c_str());
        }
    }

    void theFasterOfTwoIsTaken()
    {
        const auto found = fastest({FakeTrial{{900, 10}}, FakeTrial{{800, 9}}, FakeTrial{{1, 12}}}, {});
        QVERIFY(found);
        QCOMPARE(found->index, 1U); // first readings do not count
        QCOMPARE(found->milliseconds, 9.0);
        QCOMPARE(found->byDefault, 10.0);
    }

    void theDefaultStaysUnlessAnotherIsClearlyFaster()
    {
        QCOMPARE(fastest({FakeTrial{{10}}, FakeTrial{{9.7}}}, {})->index, 0U);
        QCOMPARE(fastest({FakeTrial{{10}}, FakeTrial{{10}}}, {})->index, 0U);
        QCOMPARE(fastest({FakeTrial{{10}}, FakeTrial{{9.4}}}, {})->index, 1U);
        QCOMPARE(fastest({FakeTrial{{10}}}, {})->byDefault, 10.0);
    }

    void aLuckyReadingDoesNotWin()
    {
        // The default was disturbed when it was read; in turns with the other it is as fast.
        FakeTrial disturbed{{20, 20, 20, 9}};
        QCOMPARE(fastest({disturbed, FakeTrial{{9}}}, {})->index, 0U);
    }

    void aTrialThatFailsIsPassedOver()
    {
        QCOMPARE(fastest({FakeTrial{{10}}, FakeTrial{{-1}}, FakeTrial{{5}}}, {})->index, 2U);
        QCOMPARE(fastest({FakeTrial{{10}}, FakeTrial{{5, 5, -1}}}, {})->index, 0U);
        const auto other = fastest({FakeTrial{{-1}}, FakeTrial{{50}}}, {});
        QCOMPARE(other->index, 1U);
        QCOMPARE(other->byDefault, 0.0);
        QVERIFY(!fastest({FakeTrial{{-1}}, FakeTrial{{-1}}}, {}));
        QVERIFY(!fastest({}, {}));
        // One that fails when it is measured against the default.
        QCOMPARE(fastest({FakeTrial{{10}}, FakeTrial{{5, 5, 5, 5, -1}}}, {})->index, 0U);
    }

    void aHopelessTrialIsReadOnceAndDies()
    {
        const FakeTrial hopeless{{100}};
        const std::weak_ptr<std::size_t> life = hopeless.runs;
        std::vector<Trial> trials{FakeTrial{{10}}, hopeless};
        std::size_t runsBefore = 0;
        trials.emplace_back([&, counter = std::weak_ptr(hopeless.runs)] {
            runsBefore = *counter.lock();
            return 10.0;
        });
        QCOMPARE(fastest(std::move(trials), {})->index, 0U);
        QCOMPARE(runsBefore, 2U);
        QCOMPARE(life.use_count(), 1); // ours
    }

    void aStopIsHeardBetweenReadings()
    {
        std::stop_source stop;
        int readings = 0;
        const auto reading = [&] {
            if (++readings == 3)
                stop.request_stop();
            return 10.0 + readings; // never two alike
        };
        QVERIFY_THROWS_EXCEPTION(core::Cancelled, fastest({reading, reading}, {stop.get_token()}));
        QCOMPARE(readings, 3);
    }

    void theTunerTakesWhatItsClockFindsFastest_data()
    {
        QTest::addColumn<int>("number");
        for (int i = 0; i < static_cast<int>(tried().size()); ++i)
            QTest::newRow(toString(tried()[static_cast<std::size_t>(i)]).c_str()) << i;
    }

    void theTunerTakesWhatItsClockFindsFastest()
    {
        QFETCH(int, number);
        const OpClass op = tried()[static_cast<std::size_t>(number)];
        Tuning tuning = defaultTuning(*m_context);
        tuning.flopsPerSecond = 1e6; // small ops
        Pipelines pipelines(*m_context);
        const std::vector<Choice> all = candidates(tuning, m_context->info().kind, op);
        for (const Choice& best : {all.front(), all.back()}) {
            Tuner tuner(*m_context, pipelines, tuning, [&](const Choice& choice, const std::function<void()>& work) {
                work();
                return choice == best ? 1.0 : 2.0;
            });
            const std::optional<Outcome> outcome = tuner.measure(op, {});
            QVERIFY(outcome);
            QVERIFY(outcome->chosen == best);
            QVERIFY(outcome->byDefault == all.front());
            QCOMPARE(outcome->milliseconds, 1.0);
        }
    }

    void candidatesThatTheDeviceRefusesAreSkipped()
    {
        auto context = tests::openContext();
        const OpClass op = ConvClass{Sampling::same, 64, 64, false};
        const Tuning tuning = defaultTuning(*context);
        Limits limits = context->limits();
        limits.storageRange = limits.texelElements = 1 << 10; // nothing fits
        context->lowerLimits(limits);
        Pipelines pipelines(*context);
        QVERIFY(!Tuner(*context, pipelines, tuning).measure(op, {}));
    }

    void theValidationLayerIsSilent()
    {
        for (const std::string& message : validationMessages())
            QFAIL(message.c_str());
    }

private:
    /// Few enough to run all candidates of.
    static std::vector<OpClass> tried()
    {
        return {ConvClass{Sampling::same, 24, 32, true}, ConvClass{Sampling::same, 40, 64, false},
                ConvClass{Sampling::up, 16, 32, true},   ConvClass{Sampling::up, 16, 32, false},
                ConvClass{Sampling::down, 16, 32, true}, ConvClass{Sampling::same, 256, 8, false},
                ProductClass{64}, ProductClass{16}, CodesClass{1}, CodesClass{2}, CodesClass{0}};
    }

    std::unique_ptr<Context> m_context;
};

QTEST_GUILESS_MAIN(TestTuning)
#include "test_tuning.moc"
