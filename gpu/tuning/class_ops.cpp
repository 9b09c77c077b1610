// SPDX-License-Identifier: Apache-2.0
#include "gpu/tuning/class_ops.h"

#include <algorithm>
#include <utility>

namespace tessera::gpu {

namespace {

/// Cells of a side of the pass that shares are taken from: as of pictures that people open.
constexpr std::int64_t kCells = 32;

void addShares(const ClassOps& ops, double leastShare, std::vector<OpClass>& classes)
{
    double all = 0;
    std::vector<std::pair<double, OpClass>> shares;
    for (const auto& [op, flops] : ops.flops()) {
        all += flops;
        shares.emplace_back(flops, op);
    }
    std::ranges::sort(shares, std::greater{});
    for (const auto& [flops, op] : shares)
        if (flops >= leastShare * all && std::ranges::find(classes, op) == classes.end())
            classes.push_back(op);
}

} // namespace

core::Value ClassOps::conv2d(core::Value x, const core::Conv& conv, core::Value /*residual*/)
{
    const core::Shape shape = conv.resultShape(x.shape);
    const OpClass op = conv.kernel() == 3 ? OpClass(classOf(conv, m_exact)) : OpClass(productOf(shape.c));
    m_flops[op] += 2.0 * static_cast<double>(conv.inChannels() * conv.kernel() * conv.kernel() * shape.size());
    return {shape, nullptr};
}

core::Value ClassOps::norm(core::Value x, const core::Norm& norm, core::Activation /*activation*/,
                           const core::Value& zq)
{
    if (norm.isSpatial()) {
        conv2d(zq, *norm.convY);
        conv2d(zq, *norm.convB);
    }
    return x;
}

core::Value ClassOps::attention(core::Value x, core::Value /*normed*/, const core::Attention& /*attention*/)
{
    const auto tokens = static_cast<double>(x.shape.h * x.shape.w), channels = static_cast<double>(x.shape.c);
    // The queries, keys, output and mix have the channels as rows; the values and scores the tokens of a tile.
    const double perPair = m_tuning && m_tuning->onePass(x.shape.c) ? 0 : 2 * tokens * tokens * channels;
    m_flops[productOf(x.shape.c)] += 6 * tokens * channels * channels + perPair;
    m_flops[productOf(x.shape.h * x.shape.w)] += 2 * tokens * channels * channels + perPair;
    return x;
}

core::Value ClassOps::nearestCode(const core::Value& latents, const core::Weight& codebook)
{
    const auto [n, e, h, w] = latents.shape;
    m_flops[codesOf(e)] += 3.0 * static_cast<double>(latents.shape.size() * codebook.shape[0]);
    return {{n, 1, h, w}, nullptr};
}

core::Value ClassOps::lookup(const core::Value& codes, const core::Weight& codebook)
{
    const auto [n, one, h, w] = codes.shape;
    return {{n, codebook.shape[1], h, w}, nullptr};
}

std::vector<OpClass> classesOf(const core::VqModel& model, const Tuning& tuning, bool exact, double leastShare)
{
    ClassOps decode(exact, &tuning), encode(true, &tuning);
    core::decode(decode, model, decode.lookup({{1, 1, kCells, kCells}, nullptr}, model.codebook()));
    const std::int64_t side = kCells * model.factor();
    encode.nearestCode(core::encode(encode, model, {{1, model.config().inChannels, side, side}, nullptr}),
                       model.codebook());
    std::vector<OpClass> classes;
    addShares(decode, leastShare, classes);
    addShares(encode, leastShare, classes);
    return classes;
}

double decodeFlops(const core::VqModel& model, std::int64_t rows, std::int64_t cols)
{
    ClassOps decode(true);
    core::decode(decode, model, decode.lookup({{1, 1, rows, cols}, nullptr}, model.codebook()));
    double all = 0;
    for (const auto& [op, flops] : decode.flops())
        all += flops;
    return all;
}

} // namespace tessera::gpu
