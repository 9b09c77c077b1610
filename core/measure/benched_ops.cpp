// SPDX-License-Identifier: Apache-2.0
#include "core/measure/benched_ops.h"

#include <utility>

namespace tessera::core {
namespace {

std::string sized(const Shape& shape)
{
    return "C=" + std::to_string(shape.c) + " H=" + std::to_string(shape.h) + " W=" + std::to_string(shape.w);
}

BenchedOp benchedConv(std::int64_t channels, std::int64_t side, std::int64_t kernel)
{
    const Shape shape{1, channels, side, side};
    const double flops = 2.0 * static_cast<double>(channels * kernel * kernel * shape.size());
    return {kernel == 3 ? "conv3x3" : "conv1x1", sized(shape), flops, false, kernel == 3,
            [=] { return convProblem(shape, channels, kernel, 1); }};
}

} // namespace

std::vector<BenchedOp> benchedOps()
{
    std::vector<BenchedOp> ops;
    constexpr std::pair<int, int> kConvs[] = {{16, 256}, {32, 256}, {64, 128},  {128, 64}, {128, 256},
                                              {256, 64}, {256, 128}, {512, 32}, {512, 64}};
    for (const auto& [channels, side] : kConvs)
        ops.push_back(benchedConv(channels, side, 3));
    ops.push_back(benchedConv(512, 32, 1));
    // A product of matrices is a 1x1 convolution of N = 32 x 32 pixels.
    ops.push_back({"gemm", "M=1024 K=512 N=1024", 2.0 * 1024 * 512 * 1024, false, false,
                   [] { return convProblem({1, 512, 32, 32}, 1024, 1, 1); }});
    const Shape normed{1, 128, 256, 256};
    constexpr double kNormFlops = 11; // a value: 3 for the statistics, 8 to apply them and SiLU
    ops.push_back({"norm_silu", sized(normed) + " groups=32", kNormFlops * static_cast<double>(normed.size()), false,
                   false, [=] { return normProblem(normed, 32, 1); }});
    ops.push_back({"nearest_code", "N=4096 K=8192 E=4", 3.0 * 4096 * 8192 * 4, true, false,
                   [] { return nearestCodeProblem({1, 4, 64, 64}, 8192, 1); }});
    // Four products of C x C with the tokens, two of tokens with tokens.
    ops.push_back({"attention", "C=512 T=1024", 8.0 * 512 * 512 * 1024 + 4.0 * 512 * 1024 * 1024, false, false,
                   [] { return attentionProblem({1, 512, 32, 32}, 1); }});
    return ops;
}

} // namespace tessera::core
