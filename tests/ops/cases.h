// SPDX-License-Identifier: Apache-2.0
// One table of op cases, run on every device against CpuOps. Sizes are odd and never multiples of a workgroup.
#pragma once

#include "core/model/ops.h"
#include "tests/support/random_tensors.h"

#include <functional>
#include <string>
#include <vector>

namespace tessera::tests {

struct OpCase {
    std::string name;
    core::Shape input;
    /// Makes the layer, and returns what to compute with it.
    std::function<std::function<core::Value(core::Ops&, const core::Value&)>(RandomLayers&)> make;
    bool exact = false; ///< may convolutions only be as wrong as plain sums?
};

inline OpCase exactly(OpCase op)
{
    op.exact = true;
    return op;
}

inline OpCase convCase(std::string name, const core::Shape& input, std::int64_t out, std::int64_t kernel,
                       core::Sampling sampling, bool residual = false)
{
    return {std::move(name), input, [=](RandomLayers& random) {
                const core::Conv conv = random.conv(input.c, out, kernel, sampling);
                return [=](core::Ops& ops, const core::Value& x) {
                    if (!residual)
                        return ops.conv2d(x, conv);
                    const core::Value other = ops.conv2d(x, conv);
                    return ops.conv2d(x, conv, other);
                };
            }};
}

inline OpCase normCase(std::string name, const core::Shape& input, std::int64_t groups, core::Activation activation)
{
    return {std::move(name), input, [=](RandomLayers& random) {
                const core::Norm norm = random.groupNorm(input.c, groups);
                return [=](core::Ops& ops, const core::Value& x) { return ops.norm(x, norm, activation, {}); };
            }};
}

/// A spatial norm of the twice doubled input, conditioned on the input.
inline OpCase spatialCase(std::string name, const core::Shape& input, std::int64_t channels, std::int64_t groups)
{
    return {std::move(name), input, [=](RandomLayers& random) {
                const core::Conv first = random.conv(input.c, channels, 3, core::Sampling::up);
                const core::Conv second = random.conv(channels, channels, 3, core::Sampling::up);
                const core::Norm norm = random.spatialNorm(channels, groups, input.c);
                return [=](core::Ops& ops, const core::Value& x) {
                    return ops.norm(ops.conv2d(ops.conv2d(x, first), second), norm, core::Activation::silu, x);
                };
            }};
}

inline OpCase attentionCase(std::string name, const core::Shape& input)
{
    return {std::move(name), input, [=](RandomLayers& random) {
                const core::Attention attention = random.attention(input.c);
                return [=](core::Ops& ops, const core::Value& x) {
                    return ops.attention(x, ops.norm(x, attention.norm, core::Activation::none, {}), attention);
                };
            }};
}

inline std::vector<OpCase> opCases()
{
    using core::Activation, core::Sampling;
    return {
        convCase("3x3, few odd channels, batch of two, residual", {2, 5, 9, 13}, 7, 3, Sampling::same, true),
        convCase("3x3, one channel in", {1, 1, 5, 31}, 12, 3, Sampling::same),
        convCase("3x3, blocks of 32 rows", {1, 19, 11, 17}, 32, 3, Sampling::same),
        convCase("3x3, a rest of rows", {1, 33, 7, 9}, 36, 3, Sampling::same, true),
        convCase("3x3, a single pixel", {1, 8, 1, 1}, 8, 3, Sampling::same),
        convCase("3x3, wider than a row of lanes by one", {1, 3, 3, 65}, 16, 3, Sampling::same),
        convCase("3x3, as wide as published models", {1, 256, 5, 7}, 512, 3, Sampling::same),
        convCase("3x3, rests of large blocks", {1, 20, 19, 21}, 120, 3, Sampling::same, true),
        convCase("3x3, rests of blocks of tiles", {1, 40, 37, 41}, 104, 3, Sampling::same),
        exactly(convCase("3x3, exact, rests of blocks of tiles", {1, 36, 19, 23}, 104, 3, Sampling::same, true)),
        exactly(convCase("up, exact, odd sides", {1, 36, 7, 9}, 40, 3, Sampling::up)),
        convCase("down, rests of large blocks", {1, 24, 39, 37}, 56, 3, Sampling::down),
        convCase("down, odd sides", {2, 12, 13, 9}, 20, 3, Sampling::down),
        convCase("down, even sides", {1, 16, 14, 10}, 16, 3, Sampling::down),
        convCase("down, two rows", {1, 4, 2, 3}, 4, 3, Sampling::down),
        convCase("down, two columns", {1, 4, 3, 2}, 4, 3, Sampling::down),
        convCase("up, odd sides", {2, 12, 7, 9}, 20, 3, Sampling::up),
        convCase("up, one pixel", {1, 3, 1, 1}, 5, 3, Sampling::up),
        convCase("1x1, batch of two, residual", {2, 13, 7, 9}, 21, 1, Sampling::same, true),
        convCase("1x1, more rows than a block", {1, 40, 5, 3}, 72, 1, Sampling::same),
        convCase("1x1, rests of large blocks", {1, 56, 11, 29}, 232, 1, Sampling::same, true),
        normCase("group norm, groups within a plane, silu", {2, 12, 11, 5}, 4, Activation::silu),
        normCase("group norm, groups across planes, mish", {1, 20, 11, 35}, 5, Activation::mish),
        normCase("group norm, one channel a group, gelu", {1, 32, 3, 35}, 32, Activation::gelu),
        normCase("group norm, one group, relu", {1, 36, 1, 35}, 1, Activation::relu),
        normCase("group norm, more rows than chunks, no activation", {1, 3, 131, 3}, 3, Activation::none),
        spatialCase("spatial norm at four times the latents' size", {2, 4, 3, 5}, 32, 32),
        attentionCase("attention, batch of two, odd tokens", {2, 12, 7, 11}),
        normCase("group norm, as wide as published models", {1, 512, 9, 5}, 32, Activation::silu),
        attentionCase("attention, as wide as published models", {1, 512, 3, 5}),
        attentionCase("attention, one token", {1, 36, 1, 1}),
        attentionCase("attention, rests of large blocks", {1, 120, 11, 13}),
        attentionCase("attention, several tiles of queries", {1, 8, 41, 61}),
        attentionCase("attention, several tiles of keys for few channels", {1, 8, 71, 67}),
        attentionCase("attention, batch of two, few channels", {2, 64, 9, 13}),
        attentionCase("attention, most channels of one pass", {1, 96, 7, 11}),
    };
}

} // namespace tessera::tests
