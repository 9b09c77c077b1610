// SPDX-License-Identifier: Apache-2.0
#include "gpu/tuning/made_up_op.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace tessera::gpu {

namespace {

/// Pixels of the result. A lane computes at most 8 tiles of 4x4 together; where tiles are smaller, fewer pixels will do.
constexpr std::int64_t kLeastPixelsOfLane = 128, kLeastPixels = 2048, kMostPixels = 512 * 512;
constexpr double kMostBytes = 16 << 20U; // all candidates are in memory at once
constexpr std::int64_t kCodes = 1024, kLongLatents = 32, kDepth = 128;

/// Rows of a product of the class and of no higher one, and enough of them.
std::int64_t rowsOf(const ProductClass& product) { return product.rows * (product.rows < 64 ? 3 : 4); }
std::int64_t dimOf(const CodesClass& codes) { return codes.quads == 0 ? kLongLatents : codes.quads * 4; }

/// Numbers without a pattern, about as large as each other: denormal ones would cost a processor time.
class Numbers {
public:
    std::vector<float> take(std::int64_t count, double deviation)
    {
        std::vector<float> values(static_cast<std::size_t>(count));
        const auto scale = static_cast<float>(deviation * std::sqrt(12.0));
        for (float& value : values) {
            m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL;
            value = (static_cast<float>(m_state >> 40U) * 0x1p-24F - 0.5F) * scale;
        }
        return values;
    }
    std::shared_ptr<const core::Weight> weight(std::vector<std::int64_t> shape, double deviation)
    {
        std::int64_t count = 1;
        for (const std::int64_t side : shape)
            count *= side;
        auto weight = std::make_shared<core::Weight>();
        weight->shape = std::move(shape);
        weight->values = take(count, deviation);
        return weight;
    }

private:
    std::uint64_t m_state = 1;
};

/// (channels in, channels that count for memory, flops of a pixel of the result)
struct Cost {
    std::int64_t in, all;
    double flops;
};

Cost costOf(const OpClass& op)
{
    if (const auto* conv = std::get_if<ConvClass>(&op))
        return {conv->in, conv->in + conv->out, 18.0 * conv->in * conv->out};
    if (const auto* product = std::get_if<ProductClass>(&op)) {
        const std::int64_t rows = rowsOf(*product);
        return {kDepth, kDepth + rows, 2.0 * static_cast<double>(kDepth * rows)};
    }
    const std::int64_t dim = dimOf(std::get<CodesClass>(op));
    return {dim, dim, 3.0 * static_cast<double>(dim * kCodes)};
}

} // namespace

MadeUpOp makeUp(const OpClass& op, double flops, std::int64_t lanes)
{
    const Cost cost = costOf(op);
    const auto* conv = std::get_if<ConvClass>(&op);
    const std::int64_t least = std::min(lanes * kLeastPixelsOfLane, kLeastPixels) / (conv && !conv->exact ? 1 : 4);
    const double wanted = std::min(flops / cost.flops, kMostBytes / (4.0 * static_cast<double>(cost.all)));
    const auto pixels = static_cast<std::uint64_t>(std::clamp(static_cast<std::int64_t>(wanted), least, kMostPixels));
    // Sides that are powers of two, as those of most pictures: how well tiles fill them should count as it does there.
    const int bits = static_cast<int>(std::bit_width(pixels)) - 1;
    const std::int64_t width = std::int64_t{1} << (bits + 1) / 2, height = std::int64_t{1} << bits / 2;
    if (conv && conv->sampling == core::Sampling::down)
        return makeUpOfSize(op, height * 2, width * 2);
    if (conv && conv->sampling == core::Sampling::up)
        return makeUpOfSize(op, height / 2, width / 2);
    return makeUpOfSize(op, height, width);
}

MadeUpOp makeUpOfSize(const OpClass& op, std::int64_t height, std::int64_t width)
{
    Numbers numbers;
    MadeUpOp made;
    made.input.shape = {1, costOf(op).in, height, width};
    made.input.values = numbers.take(made.input.shape.size(), 1);
    if (const auto* codes = std::get_if<CodesClass>(&op)) {
        const auto book = numbers.weight({kCodes, dimOf(*codes)}, 1);
        made.compute = [book](core::Ops& ops, const core::Value& x) { return ops.nearestCode(x, *book); };
        made.exact = true;
        return made;
    }
    std::int64_t out = 0, kernel = 1;
    core::Sampling sampling = core::Sampling::same;
    if (const auto* conv = std::get_if<ConvClass>(&op)) {
        out = conv->out;
        kernel = 3;
        sampling = conv->sampling;
        made.exact = conv->exact;
    } else {
        out = rowsOf(std::get<ProductClass>(op));
    }
    const std::int64_t in = made.input.shape.c;
    const auto weight
        = numbers.weight({out, in, kernel, kernel}, 1 / std::sqrt(static_cast<double>(in * kernel * kernel)));
    const auto bias = numbers.weight({out}, 0.1);
    made.compute = [weight, bias, sampling](core::Ops& ops, const core::Value& x) {
        return ops.conv2d(x, {weight.get(), bias.get(), sampling});
    };
    return made;
}

} // namespace tessera::gpu
