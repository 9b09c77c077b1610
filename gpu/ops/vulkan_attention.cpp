// SPDX-License-Identifier: Apache-2.0
// Attention as products, tile by tile: scores of some queries against some keys, their share of a running softmax, and
// the mix of the values. Never more than a tile of the T x T scores is in memory.
#include "gpu/kernels/params.h"
#include "gpu/ops/product.h"
#include "gpu/ops/vulkan_ops.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tessera::gpu {

namespace {

/// Tiles that tokens fall into, along queries and along keys, where bindings allow it: up to five steps for each pair, of
/// 1.5 KiB with their descriptors and commands. Of 262,144 tokens, pairs of tuned size took 900 MiB.
constexpr std::int64_t kMostTiles = 128;
/// Keys of a step in one pass: what a lane has in registers is stored and loaded once for so many.
constexpr std::int64_t kOnePassKeys = 4096;

int int32(std::int64_t value) { return static_cast<int>(value); }

std::int64_t tileOf(std::int64_t tuned, std::int64_t tokens) { return std::max(tuned, ceilDiv(tokens, kMostTiles)); }

std::string shapeOf(const core::Value& value) { return core::toString(value.shape); }

/// Values of a tile: [tokens / 8][C] entries.
std::int64_t valuesBytes(std::int64_t tokens, std::int64_t channels)
{
    return roundUp(eights(tokens) * channels * kEntryBytes, 256);
}

} // namespace

AttentionKeys VulkanOps::keysAndValues(const core::Value& normed, const core::Attention& attention)
{
    const auto [samples, c, h, w] = normed.shape;
    AttentionKeys keys;
    const std::int64_t tuned = m_tuning.onePass(c) ? kOnePassKeys : m_tuning.keyTile;
    keys.tileRows = std::max<std::int64_t>(1, stripRows(h, 1, [&, h = h, w = w](std::int64_t rows) {
        return rows * w <= tileOf(tuned, h * w) && fits({rows * PictureLayout{normed.shape}.rowBytes()}, 1);
    }));
    keys.keys = makePicture(normed.shape);
    const std::int64_t tiles = ceilDiv(h, keys.tileRows);
    keys.values = makeRows(samples * tiles, valuesBytes(keys.tileRows * w, c));
    conv1Into(normed, attention.k, {}, keys.keys, "to_k");

    // Values with tokens and channels swapped: as rows of the mixing product they need no transposition. Their bias
    // comes after the mixing, as the weights of a softmax sum to one.
    const PictureLayout layout{normed.shape};
    beginOp("to_v", shapeOf(normed), "", 2.0 * static_cast<double>(normed.shape.size() * c));
    for (std::int64_t n = 0; n < samples; ++n)
        for (std::int64_t tile = 0; tile < tiles; ++tile) {
            const std::int64_t first = tile * keys.tileRows, rows = std::min(keys.tileRows, h - first);
            const Window source = read(tensorOf(normed), n * h + first, rows);
            const Window target = write(*keys.values, n * tiles + tile, 1);
            Product product;
            product.m = rows * w;
            product.n = c;
            product.k = c;
            product.tile = m_tuning.choose(productOf(product.m)).tile;
            product.left = source.operand;
            product.leftColumns = Columns::picture(layout);
            product.right = m_weights.right(*attention.v.weight);
            product.rightColumns = Columns::dense(c);
            product.result = target.operand;
            product.resultColumns = Columns::dense(c);
            multiply(product);
            written(*keys.values, target);
        }
    return keys;
}

core::Value VulkanOps::surroundings(const core::Value& normed)
{
    const core::Value& before = m_options.frozen->normed.at(m_frozenAttention++);
    core::Value y = makePicture(before.shape);
    beginOp("surroundings", shapeOf(before), "", 0);
    const PictureLayout window{normed.shape}, whole{y.shape};
    const Window target = write(tensorOf(y), 0, y.shape.h);
    copy(read(tensorOf(before), 0, y.shape.h).operand, target.operand);
    const std::int64_t groups = normed.shape.h * window.planes();
    Step step;
    step.operands = {read(tensorOf(normed), 0, normed.shape.h).operand, *m_place, target.operand};
    step.setParams(PasteParams{int32(groups), int32(window.planes()), int32(normed.shape.h / m_windowRows),
                               int32(normed.shape.w), int32(window.row()), int32(y.shape.w), int32(whole.row())});
    add(KernelId::paste, {}, std::move(step), groups);
    return y;
}

core::Value VulkanOps::attention(core::Value x, core::Value normed, const core::Attention& attention)
{
    x = materialize(std::move(x));
    normed = materialize(std::move(normed), m_options.keep ? ArenaHome::kept : ArenaHome::device);
    if (m_options.keep)
        m_kept.normed.push_back(normed);
    const auto [samples, c, h, w] = x.shape;
    const PictureLayout layout{x.shape};
    const AttentionKeys keys = keysAndValues(m_options.frozen ? surroundings(normed) : normed, attention);
    const core::Shape& all = keys.keys.shape;
    const core::Value y = x.storage.use_count() == 1 ? x : makePicture(x.shape);
    DeviceTensor& target = tensorOf(y);

    const Tile tile = m_tuning.choose(productOf(c)).tile;
    const std::int64_t keyTokens = keys.tileRows * all.w;
    const Tile keyTile = m_tuning.choose(productOf(keyTokens)).tile;
    // Blocks that are partly empty cost what full ones do.
    const std::int64_t fullKeys = roundUp(keyTokens, keyTile.rows), fullChannels = roundUp(c, tile.rows);
    const std::int64_t scores = fullKeys * c, mix = fullChannels * eights(keyTokens) * 8;
    const std::int64_t perQuery = std::max(m_tuning.onePass(c) ? scores + mix : std::max(scores, mix), fullChannels * c);
    const std::int64_t columns = std::max(m_tuning.columns(tile), m_tuning.columns(keyTile));
    const std::int64_t tileRows = std::max<std::int64_t>(1, stripRows(h, 1, [&, h = h, w = w](std::int64_t rows) {
        const double flops = 2.0 * static_cast<double>(roundUp(rows * w, columns)) * static_cast<double>(perQuery);
        return (rows == 1 || (rows * w <= tileOf(m_tuning.queryTile, h * w) && flops <= m_options.flopsPerDispatch))
            && fits({rows * layout.rowBytes(), eights(keyTokens) * rows * w * kEntryBytes}, rows * w);
    }));
    const double tokens = static_cast<double>(h * w) * static_cast<double>(all.h * all.w);
    beginOp("attention", shapeOf(x) + " x " + std::to_string(all.h * all.w) + " keys",
            std::to_string(tileRows * w) + " queries x " + std::to_string(keys.tileRows * all.w) + " keys",
            static_cast<double>(samples * c) * (4.0 * tokens + 4.0 * static_cast<double>(h * w * c)));
    for (std::int64_t n = 0; n < samples; ++n)
        for (std::int64_t first = 0; first < h; first += tileRows) {
            const std::int64_t rows = std::min(tileRows, h - first), queries = rows * w;
            const auto q = scratch(rows * layout.rowBytes()), context = scratch(rows * layout.rowBytes());
            const auto highest = scratch(roundUp(queries, 4) * 4), sums = scratch(roundUp(queries, 4) * 4);
            Product product;
            product.m = product.k = c;
            product.n = queries;
            product.tile = tile;
            product.rightColumns = product.resultColumns = Columns::picture(layout);
            {
                const Window source = read(tensorOf(normed), n * h + first, rows);
                product.left = m_weights.left(*attention.q.weight, tile.rows);
                product.right = source.operand;
                product.result = q->range();
                product.bias = m_weights.vector(*attention.q.bias);
                multiply(product);
            }
            attend(q->range(), {1, c, rows, w}, n, keys, context->range(), highest->range(), sums->range());
            // W (context / sum) + (W v's bias + bias) + x; the division is by column and can wait until here.
            const Window before = read(tensorOf(x), n * h + first, rows);
            const Window result = write(target, n * h + first, rows);
            product.left = m_weights.left(*attention.out.weight, tile.rows);
            product.right = context->range();
            product.result = result.operand;
            product.bias = m_weights.outBias(attention);
            product.residual = before.operand;
            product.scale = sums->range();
            multiply(product);
            written(target, result);
        }
    return y;
}

void VulkanOps::attend(const Operand& q, const core::Shape& shape, std::int64_t n, const AttentionKeys& keys,
                       const Operand& context, const Operand& highest, const Operand& sums)
{
    if (const std::optional<Tile> tile = m_tuning.onePass(shape.c))
        return attendInOnePass(*tile, q, shape, n, keys, context, highest, sums);
    const core::Shape& all = keys.keys.shape;
    const PictureLayout layout{shape}, keyLayout{all};
    const std::int64_t queries = shape.h * shape.w, channels = shape.c;
    const std::int64_t mostKeys = keys.tileRows * all.w, tiles = ceilDiv(all.h, keys.tileRows);
    const auto scores = scratch(eights(mostKeys) * queries * kEntryBytes);
    const auto shrink = scratch(roundUp(queries, 4) * 4);
    for (std::int64_t tile = 0; tile < tiles; ++tile) {
        const std::int64_t first = tile * keys.tileRows, rows = std::min(keys.tileRows, all.h - first);
        const std::int64_t some = rows * all.w;
        const Window keyRows = read(tensorOf(keys.keys), n * all.h + first, rows);
        Product similar;
        similar.m = some;
        similar.n = queries;
        similar.k = channels;
        similar.tile = m_tuning.choose(productOf(some)).tile;
        similar.left = keyRows.operand;
        similar.leftColumns = Columns::picture(keyLayout);
        similar.right = q;
        similar.rightColumns = Columns::picture(layout);
        similar.result = scores->range();
        similar.resultColumns = Columns::dense(queries);
        multiply(similar);

        Step softmax;
        softmax.operands = {scores->range(), scores->range(), highest, sums, shrink->range()};
        softmax.setParams(SoftmaxParams{int32(some), int32(queries), 1.0F / std::sqrt(static_cast<float>(channels)),
                                        tile == 0 ? 1 : 0, tile + 1 == tiles ? 1 : 0});
        softmax.flops = 8.0 * static_cast<double>(some) * static_cast<double>(queries);
        const std::int64_t parts = m_tuning.variant == Variant::shared ? SOFTMAX_PARTS : 1;
        add(KernelId::softmax, {}, std::move(softmax), ceilDiv(queries, m_tuning.lanes / parts));

        const Window values = read(*keys.values, n * tiles + tile, 1);
        Product mix;
        mix.m = channels;
        mix.n = queries;
        mix.k = some;
        mix.tile = m_tuning.choose(productOf(channels)).tile;
        mix.left = values.operand;
        mix.leftColumns = Columns::dense(channels);
        mix.right = scores->range();
        mix.rightColumns = Columns::dense(queries);
        mix.result = context;
        mix.resultColumns = Columns::picture(layout);
        if (tile > 0) {
            mix.residual = context;
            mix.scale = shrink->range();
            mix.scalesResidual = true;
        }
        multiply(mix);
    }
}

void VulkanOps::attendInOnePass(Tile tuned, const Operand& q, const core::Shape& shape, std::int64_t n,
                                const AttentionKeys& keys, const Operand& context, const Operand& highest,
                                const Operand& sums)
{
    const core::Shape& all = keys.keys.shape;
    const PictureLayout layout{shape}, keyLayout{all};
    const std::int64_t queries = shape.h * shape.w, tiles = ceilDiv(all.h, keys.tileRows);
    const std::int64_t groups = ceilDiv(queries, std::int64_t{m_tuning.lanes} * tuned.columns);
    for (std::int64_t tile = 0; tile < tiles; ++tile) {
        const std::int64_t first = tile * keys.tileRows, rows = std::min(keys.tileRows, all.h - first);
        const Window keyRows = read(tensorOf(keys.keys), n * all.h + first, rows);
        const Window values = read(*keys.values, n * tiles + tile, 1);
        Step step;
        step.operands = {q, keyRows.operand, values.operand, context, context, highest, sums};
        step.setParams(AttendParams{int32(groups), int32(queries), int32(shape.w), int32(layout.row()),
                                    int32(rows * all.w), int32(all.w), int32(keyLayout.row()), int32(shape.c),
                                    std::numbers::log2e_v<float> / std::sqrt(static_cast<float>(shape.c)),
                                    tile == 0 ? 1 : 0, tile + 1 == tiles ? 1 : 0});
        step.flops = 4.0 * static_cast<double>(rows * all.w) * static_cast<double>(queries * shape.c);
        add(KernelId::attend, {int32(layout.planes()), tuned.columns}, std::move(step), groups);
    }
}

} // namespace tessera::gpu
