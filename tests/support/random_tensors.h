// SPDX-License-Identifier: Apache-2.0
// Repeatable weights and tensors for tests.
#pragma once

#include "core/model/layers.h"
#include "core/tensor.h"

#include <cmath>
#include <deque>
#include <random>

namespace tessera::tests {

/// Makes layers of random weights; owns them.
class RandomLayers {
public:
    explicit RandomLayers(unsigned seed) : m_random(seed) {}

    core::Tensor tensor(const core::Shape& shape, float mean = 0.3F)
    {
        core::Tensor tensor(shape);
        std::normal_distribution<float> distribution(mean, 1);
        for (float& value : tensor.values)
            value = distribution(m_random);
        return tensor;
    }

    const core::Weight* weight(std::vector<std::int64_t> shape, float deviation)
    {
        core::Weight& weight = m_weights.emplace_back();
        weight.shape = std::move(shape);
        std::int64_t count = 1;
        for (const std::int64_t side : weight.shape)
            count *= side;
        weight.values.resize(static_cast<std::size_t>(count));
        std::normal_distribution<float> distribution(0, deviation);
        for (float& value : weight.values)
            value = distribution(m_random);
        return &weight;
    }

    /// Variance of the output about that of the input.
    core::Conv conv(std::int64_t in, std::int64_t out, std::int64_t kernel, core::Sampling sampling = core::Sampling::same)
    {
        const auto fanIn = static_cast<float>(in * kernel * kernel);
        return {weight({out, in, kernel, kernel}, 1 / std::sqrt(fanIn)), weight({out}, 1), sampling};
    }

    core::Conv linear(std::int64_t channels)
    {
        return {weight({channels, channels}, 1 / std::sqrt(static_cast<float>(channels))), weight({channels}, 1)};
    }

    core::Norm groupNorm(std::int64_t channels, std::int64_t groups)
    {
        return {groups, weight({channels}, 1), weight({channels}, 1)};
    }

    core::Norm spatialNorm(std::int64_t channels, std::int64_t groups, std::int64_t dim)
    {
        core::Norm norm = groupNorm(channels, groups);
        norm.convY = conv(dim, channels, 1);
        norm.convB = conv(dim, channels, 1);
        return norm;
    }

    core::Attention attention(std::int64_t channels)
    {
        return {groupNorm(channels, 1), linear(channels), linear(channels), linear(channels), linear(channels), ""};
    }

private:
    std::mt19937 m_random;
    std::deque<core::Weight> m_weights; // never moves its members
};

} // namespace tessera::tests
