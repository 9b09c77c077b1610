// SPDX-License-Identifier: Apache-2.0
// Attention as products: scores of a tile of queries against all keys, softmax, mix of the values. Never more than a
// tile of the T x T scores is in memory.
#include "gpu/device_tensor.h"
#include "gpu/params.h"
#include "gpu/product.h"
#include "gpu/vulkan_ops.h"

#include <algorithm>
#include <cmath>

namespace tessera::gpu {

namespace {

/// Bytes of scores that a tile of queries may have; the exponentials take as much again.
constexpr std::int64_t kScoreBytes = 8 << 20;
constexpr std::int64_t kLeastQueries = 32;

} // namespace

core::Value VulkanOps::attention(const core::Value& x, const core::Value& normed, const core::Attention& attention)
{
    const auto [n, c, h, w] = x.shape;
    const std::int64_t tokens = h * w, planes = eights(c);
    const Columns picture = Columns::picture(PictureLayout{x.shape});
    const std::string where = core::toString(x.shape);

    // Queries and keys as [planes][tokens], like a picture without halo.
    const auto project = [&](const core::Conv& layer, const char* label) {
        auto result = make(n * planes * tokens * kEntryBytes);
        Product product;
        product.label = label + where;
        product.m = c;
        product.n = tokens;
        product.k = c;
        product.tile = m_tuning.pick(m_tuning.gemm, c);
        product.samples = static_cast<std::uint32_t>(n);
        product.left = m_weights.left(*layer.weight, product.tile.rows);
        product.right = tensorOf(normed).operand;
        product.rightColumns = picture;
        product.result = result->operand;
        product.resultColumns = Columns::dense(tokens, planes);
        product.bias = m_weights.vector(*layer.bias);
        multiply(product);
        return result;
    };
    const auto q = project(attention.q, "to_q ");
    const auto k = project(attention.k, "to_k ");

    // Values with tokens and channels swapped, [tokens / 8][C] entries of eight tokens: as rows of the last product
    // they need no transposition. Their bias comes after the mixing, as the weights of a softmax sum to one.
    const auto v = make(n * eights(tokens) * c * kEntryBytes);
    Product values;
    values.label = "to_v " + where;
    values.m = tokens;
    values.n = c;
    values.k = c;
    values.tile = m_tuning.pick(m_tuning.gemm, tokens);
    values.samples = static_cast<std::uint32_t>(n);
    values.left = tensorOf(normed).operand;
    values.leftColumns = picture;
    values.right = m_weights.right(*attention.v.weight);
    values.rightColumns = Columns::dense(c, planes);
    values.rightColumns.batch = 0;
    values.result = v->operand;
    values.resultColumns = Columns::dense(c, eights(tokens));
    multiply(values);

    const auto context = make(n * planes * tokens * kEntryBytes);
    const std::int64_t perTile = std::clamp(kScoreBytes / (eights(tokens) * kEntryBytes), kLeastQueries, tokens);
    for (std::int64_t sample = 0; sample < n; ++sample)
        for (std::int64_t first = 0; first < tokens; first += perTile)
            attendTile(*q, *k, *v, *context, attention, tokens, sample, first, std::min(perTile, tokens - first));

    const core::Value y = makePicture(x.shape);
    Product out;
    out.label = "to_out " + where;
    out.m = c;
    out.n = tokens;
    out.k = c;
    out.tile = m_tuning.pick(m_tuning.gemm, c);
    out.samples = static_cast<std::uint32_t>(n);
    out.left = m_weights.left(*attention.out.weight, out.tile.rows);
    out.right = context->operand;
    out.rightColumns = Columns::dense(tokens, planes);
    out.result = tensorOf(y).operand;
    out.resultColumns = picture;
    out.bias = m_weights.vector(*attention.out.bias);
    out.residual = tensorOf(x).operand;
    multiply(out);
    return y;
}

void VulkanOps::attendTile(const DeviceTensor& q, const DeviceTensor& k, const DeviceTensor& v,
                           const DeviceTensor& context, const core::Attention& attention, std::int64_t tokens,
                           std::int64_t n, std::int64_t first, std::int64_t count)
{
    const std::int64_t channels = attention.q.outChannels(), planes = eights(channels);
    const std::string where = std::to_string(count) + " queries, " + std::to_string(tokens) + " keys";
    const auto scores = make(eights(tokens) * count * kEntryBytes);
    Product similar;
    similar.label = "scores " + where;
    similar.m = tokens;
    similar.n = count;
    similar.k = channels;
    similar.tile = m_tuning.pick(m_tuning.gemm, tokens);
    similar.left = k.operand;
    similar.leftColumns = Columns::dense(tokens, planes, n * planes * tokens);
    similar.right = q.operand;
    similar.rightColumns = Columns::dense(tokens, planes, n * planes * tokens + first);
    similar.result = scores->operand;
    similar.resultColumns = Columns::dense(count, eights(tokens));
    multiply(similar);

    const auto exponentials = make(eights(tokens) * count * kEntryBytes);
    const auto inverseSums = make((count + 3) / 4 * 16);
    Step softmax;
    softmax.label = "softmax " + where;
    softmax.operands = {scores->operand, exponentials->operand, inverseSums->operand};
    softmax.setParams(SoftmaxParams{static_cast<int>(tokens), static_cast<int>(count),
                                    1.0F / std::sqrt(static_cast<float>(channels))});
    softmax.groups = spread((count + m_tuning.lanes - 1) / m_tuning.lanes, 1);
    softmax.flops = 8.0 * static_cast<double>(tokens) * static_cast<double>(count);
    add(KernelId::softmax, {}, std::move(softmax));

    Product mix;
    mix.label = "mix " + where;
    mix.m = channels;
    mix.n = count;
    mix.k = tokens;
    mix.tile = m_tuning.pick(m_tuning.gemm, channels);
    mix.left = v.operand;
    mix.leftColumns = Columns::dense(channels, eights(tokens), n * eights(tokens) * channels);
    mix.right = exponentials->operand;
    mix.rightColumns = Columns::dense(count, eights(tokens));
    mix.result = context.operand;
    mix.resultColumns = Columns::dense(tokens, planes, n * planes * tokens + first);
    mix.scale = inverseSums->operand;
    mix.bias = m_weights.vector(*attention.v.bias);
    multiply(mix);
}

} // namespace tessera::gpu
