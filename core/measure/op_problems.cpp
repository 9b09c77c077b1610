// SPDX-License-Identifier: Apache-2.0
#include "core/measure/op_problems.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

namespace tessera::core {
namespace {

constexpr int kPlaces = 200;

/// Numbers of mean 0 and the variance asked for, and places in a tensor.
class Draw {
public:
    explicit Draw(unsigned seed) : m_random(seed) {}

    std::vector<float> values(std::int64_t count, double deviation)
    {
        std::vector<float> values(static_cast<std::size_t>(count));
        std::uniform_real_distribution<float> flat(-1, 1);
        const auto scale = static_cast<float>(std::sqrt(3.0) * deviation);
        for (float& value : values)
            value = flat(m_random) * scale;
        return values;
    }
    Tensor tensor(const Shape& shape)
    {
        Tensor tensor;
        tensor.shape = shape;
        tensor.values = values(shape.size(), 1);
        return tensor;
    }
    std::shared_ptr<const Weight> weight(std::vector<std::int64_t> shape, double deviation)
    {
        std::int64_t count = 1;
        for (const std::int64_t side : shape)
            count *= side;
        Weight weight;
        weight.shape = std::move(shape);
        weight.values = values(count, deviation);
        return std::make_shared<const Weight>(std::move(weight));
    }
    std::int64_t below(std::int64_t count) { return static_cast<std::int64_t>(m_random() % static_cast<std::uint64_t>(count)); }

private:
    std::mt19937 m_random;
};

/// Of the results that are known, the largest difference in units of their deviation.
class Comparison {
public:
    void add(double got, double right)
    {
        const double difference = std::abs(got - right);
        m_largest = difference <= m_largest ? m_largest : difference; // NaN stays
        m_sum += right;
        m_squares += right * right;
        ++m_count;
    }
    double error() const
    {
        const double mean = m_sum / m_count, variance = m_squares / m_count - mean * mean;
        return m_largest / std::sqrt(std::max(variance, 1e-30));
    }

private:
    double m_largest = 0, m_sum = 0, m_squares = 0;
    int m_count = 0;
};

constexpr double kBiasDeviation = 0.1;

double dot(const float* a, const double* b, std::int64_t count)
{
    double sum = 0;
    for (std::int64_t i = 0; i < count; ++i)
        sum += static_cast<double>(a[i]) * b[i];
    return sum;
}

/// The matrix [rows, columns] of a linear layer times a vector, plus the bias.
std::vector<double> linear(const Weight& matrix, const Weight& bias, const std::vector<double>& x)
{
    std::vector<double> y(bias.values.begin(), bias.values.end());
    const auto columns = static_cast<std::int64_t>(x.size());
    for (std::size_t row = 0; row < y.size(); ++row)
        y[row] += dot(matrix.values.data() + static_cast<std::int64_t>(row) * columns, x.data(), columns);
    return y;
}

double convAt(const Tensor& x, const Weight& weight, const Weight& bias, std::int64_t o, std::int64_t row,
              std::int64_t col)
{
    const std::int64_t side = weight.shape[2], reach = side / 2;
    const float* w = weight.values.data() + o * x.shape.c * side * side;
    double sum = bias.values[static_cast<std::size_t>(o)];
    for (std::int64_t c = 0; c < x.shape.c; ++c)
        for (std::int64_t dy = -reach; dy <= reach; ++dy)
            for (std::int64_t dx = -reach; dx <= reach; ++dx, ++w)
                if (row + dy >= 0 && row + dy < x.shape.h && col + dx >= 0 && col + dx < x.shape.w)
                    sum += static_cast<double>(*w) * x.at(0, c, row + dy, col + dx);
    return sum;
}

struct Moments {
    double mean = 0, deviation = 0;
};

Moments momentsOf(const float* values, std::int64_t count)
{
    double sum = 0, squares = 0;
    for (std::int64_t i = 0; i < count; ++i)
        sum += values[i];
    const double mean = sum / static_cast<double>(count);
    for (std::int64_t i = 0; i < count; ++i)
        squares += (values[i] - mean) * (values[i] - mean);
    return {mean, std::sqrt(squares / static_cast<double>(count) + static_cast<double>(kNormEpsilon))};
}

/// A linear layer and its data.
struct OwnLinear {
    std::shared_ptr<const Weight> weight, bias;

    OwnLinear(Draw& draw, std::int64_t channels, double gain = 1)
        : weight(draw.weight({channels, channels}, gain / std::sqrt(static_cast<double>(channels)))),
          bias(draw.weight({channels}, kBiasDeviation))
    {
    }
    Conv conv() const { return {weight.get(), bias.get()}; }
    std::vector<double> operator()(const std::vector<double>& x) const { return linear(*weight, *bias, x); }
};

/// The attention of one token to all. Keys and values of single tokens are never made: a score is linear in the
/// token, and so is what is mixed.
std::vector<double> attend(const Tensor& x, std::int64_t token, const OwnLinear& toQ, const OwnLinear& toK,
                           const OwnLinear& toV, const OwnLinear& toOut)
{
    const std::int64_t channels = x.shape.c, tokens = x.shape.h * x.shape.w;
    std::vector<double> own(static_cast<std::size_t>(channels)), asked(own.size()), mixed(own.size());
    for (std::int64_t c = 0; c < channels; ++c)
        own[static_cast<std::size_t>(c)] = x.plane(0, c)[token];
    const std::vector<double> q = toQ(own);
    for (std::int64_t row = 0; row < channels; ++row)
        for (std::int64_t c = 0; c < channels; ++c)
            asked[static_cast<std::size_t>(c)] += q[static_cast<std::size_t>(row)]
                * static_cast<double>(toK.weight->values[static_cast<std::size_t>(row * channels + c)]);
    std::vector<double> scores(static_cast<std::size_t>(tokens)); // but for a number that is the same for all
    for (std::int64_t c = 0; c < channels; ++c)
        for (std::int64_t t = 0; t < tokens; ++t)
            scores[static_cast<std::size_t>(t)] += asked[static_cast<std::size_t>(c)] * static_cast<double>(x.plane(0, c)[t]);
    const double highest = *std::ranges::max_element(scores);
    double sum = 0;
    for (double& score : scores)
        sum += score = std::exp((score - highest) / std::sqrt(static_cast<double>(channels)));
    for (std::int64_t c = 0; c < channels; ++c)
        mixed[static_cast<std::size_t>(c)] = dot(x.plane(0, c), scores.data(), tokens) / sum;
    std::vector<double> y = toOut(toV(mixed));
    for (std::size_t c = 0; c < y.size(); ++c)
        y[c] += own[c];
    return y;
}

} // namespace

OpProblem convProblem(const Shape& input, std::int64_t out, std::int64_t kernel, unsigned seed)
{
    Draw draw(seed);
    const auto fanIn = static_cast<double>(input.c * kernel * kernel);
    const auto weight = draw.weight({out, input.c, kernel, kernel}, 1 / std::sqrt(fanIn));
    const auto bias = draw.weight({out}, kBiasDeviation);
    const auto x = std::make_shared<const Tensor>(draw.tensor(input));
    return {*x, [weight, bias](Ops& ops, const Value& value) { return ops.conv2d(value, {weight.get(), bias.get()}); },
            [weight, bias, x, seed](const Tensor& result) {
                Draw places(seed + 1);
                Comparison comparison;
                for (int i = 0; i < kPlaces; ++i) {
                    const std::int64_t o = places.below(result.shape.c), row = places.below(result.shape.h),
                                       col = places.below(result.shape.w);
                    comparison.add(result.at(0, o, row, col), convAt(*x, *weight, *bias, o, row, col));
                }
                return comparison.error();
            }};
}

OpProblem normProblem(const Shape& input, std::int64_t groups, unsigned seed)
{
    Draw draw(seed);
    const auto weight = draw.weight({input.c}, 1), bias = draw.weight({input.c}, 1);
    const auto x = std::make_shared<const Tensor>(draw.tensor(input));
    return {*x,
            [weight, bias, groups](Ops& ops, const Value& value) {
                return ops.norm(value, {groups, weight.get(), bias.get()}, Activation::silu, {});
            },
            [weight, bias, groups, x, seed](const Tensor& result) {
                Draw places(seed + 1);
                Comparison comparison;
                const std::int64_t channels = x->shape.c / groups;
                std::map<std::int64_t, Moments> moments; // by group
                for (int i = 0; i < kPlaces; ++i) {
                    const std::int64_t c = places.below(x->shape.c), row = places.below(x->shape.h),
                                       col = places.below(x->shape.w), group = c / channels;
                    if (!moments.contains(group))
                        moments[group] = momentsOf(x->plane(0, group * channels), channels * x->shape.h * x->shape.w);
                    const auto at = static_cast<std::size_t>(c);
                    const double normed = (x->at(0, c, row, col) - moments[group].mean) / moments[group].deviation
                            * weight->values[at]
                        + bias->values[at];
                    comparison.add(result.at(0, c, row, col), normed / (1 + std::exp(-normed)));
                }
                return comparison.error();
            }};
}

OpProblem attentionProblem(const Shape& input, unsigned seed)
{
    Draw draw(seed);
    struct Layers {
        OwnLinear q, k, v, out;
        Attention attention;
    };
    // Scores that differ by some units: a token looks at a few others and not at all of them alike.
    constexpr double kGain = 1.7;
    auto layers = std::make_shared<Layers>(
        Layers{{draw, input.c, kGain}, {draw, input.c, kGain}, {draw, input.c}, {draw, input.c}, {}});
    layers->attention = {{}, layers->q.conv(), layers->k.conv(), layers->v.conv(), layers->out.conv(), ""};
    const auto x = std::make_shared<const Tensor>(draw.tensor(input));
    return {*x,
            [layers](Ops& ops, const Value& value) { return ops.attention(value, value, layers->attention); },
            [layers, x, seed](const Tensor& result) {
                constexpr int kTokens = 20;
                Draw places(seed + 1);
                Comparison comparison;
                for (int i = 0; i < kTokens; ++i) {
                    const std::int64_t token = places.below(x->shape.h * x->shape.w);
                    const std::vector<double> right = attend(*x, token, layers->q, layers->k, layers->v, layers->out);
                    for (int j = 0; j < kPlaces / kTokens; ++j) {
                        const std::int64_t c = places.below(x->shape.c);
                        comparison.add(result.plane(0, c)[token], right[static_cast<std::size_t>(c)]);
                    }
                }
                return comparison.error();
            }};
}

OpProblem nearestCodeProblem(const Shape& latents, std::int64_t codes, unsigned seed)
{
    Draw draw(seed);
    const auto codebook = draw.weight({codes, latents.c}, 1);
    const auto x = std::make_shared<const Tensor>(draw.tensor(latents));
    return {*x, [codebook](Ops& ops, const Value& value) { return ops.nearestCode(value, *codebook); },
            [codebook, x, codes, seed](const Tensor& result) {
                Draw places(seed + 1);
                double worst = 0;
                for (int i = 0; i < kPlaces; ++i) {
                    const std::int64_t row = places.below(x->shape.h), col = places.below(x->shape.w);
                    const auto distance = [&](std::int64_t code) {
                        double sum = 0;
                        for (std::int64_t e = 0; e < x->shape.c; ++e) {
                            const double difference = static_cast<double>(x->at(0, e, row, col))
                                - codebook->values[static_cast<std::size_t>(code * x->shape.c + e)];
                            sum += difference * difference;
                        }
                        return std::sqrt(sum);
                    };
                    double nearest = distance(0);
                    for (std::int64_t code = 1; code < codes; ++code)
                        nearest = std::min(nearest, distance(code));
                    const auto chosen = static_cast<std::int64_t>(result.at(0, 0, row, col));
                    worst = std::max(worst, chosen >= 0 && chosen < codes ? distance(chosen) - nearest : HUGE_VAL);
                }
                return worst;
            }};
}

} // namespace tessera::core
