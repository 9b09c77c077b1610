// SPDX-License-Identifier: Apache-2.0
// Weights asked for by name and shape.
#include "core/files/weight_files.h"
#include "tests/support/bad_input.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <string>

using namespace tessera::core;
using namespace tessera::tests;

namespace {

/// Tensors in memory; counts how often values are read.
class MemorySource final : public WeightSource {
public:
    MemorySource(std::vector<Entry> entries, std::vector<std::vector<float>> values, int* reads)
        : m_entries(std::move(entries)), m_values(std::move(values)), m_reads(reads)
    {
    }
    const std::vector<Entry>& entries() const override { return m_entries; }
    std::vector<float> read(std::size_t index) const override
    {
        *m_reads += 1;
        return m_values[index];
    }
    std::string name() const override { return "memory"; }

private:
    std::vector<Entry> m_entries;
    std::vector<std::vector<float>> m_values;
    int* m_reads;
};

int ignoredReads = 0;

std::unique_ptr<WeightSource> inMemory(std::vector<WeightSource::Entry> entries, std::vector<std::vector<float>> values,
                                       int* reads = &ignoredReads)
{
    return std::make_unique<MemorySource>(std::move(entries), std::move(values), reads);
}

} // namespace

class TestWeights : public QObject {
    Q_OBJECT
private slots:
    void weightsAreTakenByNameAndShape()
    {
        int reads = 0;
        Weights weights(inMemory(
            {{"b", {2}, "F32"}, {"a", {1, 2}, "F16"}, {"unused\n", {1}, "I8"}}, {{1, 2}, {3, 4}, {5}}, &reads));
        const Weight* a = weights.take("a", {1, 2});
        QCOMPARE(weights.take("a", {1, 2}), a);
        weights.take("b", {2});
        weights.check();
        QCOMPARE(reads, 0); // all is judged before anything is read
        weights.load();
        QCOMPARE(a->values, (std::vector<float>{3, 4}));
        QCOMPARE(reads, 2);
        QCOMPARE(weights.dtypeOf(*a), std::string("F16"));
        QCOMPARE(weights.parameters(), 4);
        QCOMPARE(weights.dtypes(), std::string("F16, F32"));
        QCOMPARE(weights.surplus(), std::vector<std::string>{"unused?"});
        QVERIFY(weights.notFinite().empty());
    }

    void theFirstProblemIsNamedAndAllAreCounted() // S15
    {
        int reads = 0;
        Weights weights(inMemory(
            {{"good", {1}, "F32"}, {"wide", {4, 16}, "F32"}, {"late", {1}, "F32"}}, {{1}, {}, {1}}, &reads));
        weights.take("good", {1});
        QVERIFY(weights.take("wide", {16, 4})->values.empty());
        weights.take("missing", {3});
        weights.take("late", {1});
        QCOMPARE(messageOf<FormatError>([&] { weights.check(); }),
                 QString("memory: tensor \"wide\" has shape [4, 16]; the configuration calls for [16, 4]; "
                         "2 of 4 tensors do not fit the configuration; is it the config.json of these weights?"));
        QCOMPARE(reads, 0); // nothing is read for a model that will be refused
    }

    void oldAttentionNamesAreCurrentOnes() // S18
    {
        const std::string module = "decoder.mid_block.attentions.0";
        Weights weights(inMemory(
            {{module + ".query.weight", {1}, "F32"}, {module + ".to_q.weight", {1}, "F32"},
             {module + ".key.bias", {1}, "F32"},
             {module + ".value.weight", {1}, "F32"}, {module + ".proj_attn.bias", {1}, "F32"},
             {"encoder.key.weight", {1}, "F32"}, {module + ".key.other", {1}, "F32"}},
            {{1}, {2}, {3}, {4}, {5}, {6}, {7}}));
        const auto value = [&](const std::string& name) { // of a weight of one number
            const Weight* weight = weights.take(name, {1});
            weights.check();
            weights.load();
            return weight->values.at(0);
        };
        QCOMPARE(value(module + ".to_q.weight"), 1.0F); // where both exist the old one counts
        QCOMPARE(value(module + ".to_k.bias"), 3.0F);
        QCOMPARE(value(module + ".to_v.weight"), 4.0F);
        QCOMPARE(value(module + ".to_out.0.bias"), 5.0F);
        QCOMPARE(value("encoder.key.weight"), 6.0F); // not in an attention
        QCOMPARE(weights.surplus(), (std::vector<std::string>{module + ".key.other", module + ".to_q.weight"}));
    }

    void weightsThatAreNotFiniteAreNamed() // S17
    {
        Weights weights(inMemory({{"nan", {1}, "F32"}, {"good", {1}, "F32"}, {"inf", {2}, "F32"}},
                                           {{std::nanf("")}, {1}, {0, -std::numeric_limits<float>::infinity()}}));
        for (const auto& [name, size] : {std::pair{"nan", 1}, std::pair{"good", 1}, std::pair{"inf", 2}})
            weights.take(name, {size});
        weights.load();
        QCOMPARE(weights.notFinite(), (std::vector<std::string>{"inf", "nan"}));
    }

    void theNearestNameIsSuggested()
    {
        Weights weights(inMemory({{"enocder.conv_in.weight", {1}, "F32"}, {"decoder.conv_in.weight", {1}, "F32"}},
                                 {{1}, {1}}));
        weights.take("encoder.conv_in.weight", {1});
        weights.take("decoder.conv_in.weight", {1});
        REFUSES(messageOf([&] { weights.check(); }),
                (QStringList{"\"encoder.conv_in.weight\" is missing", "expected shape [1]",
                             "the file has \"enocder.conv_in.weight\"", "1 in the file have no place"}));
    }
};

QTEST_APPLESS_MAIN(TestWeights)
#include "test_weights.moc"
