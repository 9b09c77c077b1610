// SPDX-License-Identifier: Apache-2.0
// Convolutions: 3x3 over prepared strips by one kernel (vulkan_winograd.cpp: by three), and 1x1 as matrix products.
#include "core/error.h"
#include "gpu/kernels/params.h"
#include "gpu/ops/conv_need.h"
#include "gpu/ops/product.h"
#include "gpu/ops/vulkan_ops.h"

#include <algorithm>
#include <utility>

namespace tessera::gpu {

namespace {

double directFlops(const core::Conv& conv, const core::Shape& result)
{
    return 2.0 * static_cast<double>(conv.inChannels() * conv.kernel() * conv.kernel())
        * static_cast<double>(result.size());
}

bool isLastUse(const core::Value& value) { return value.storage && value.storage.use_count() == 1; }

} // namespace

core::Value VulkanOps::conv2d(core::Value x, const core::Conv& conv, core::Value residual)
{
    return conv.kernel() == 3 ? conv3(std::move(x), conv, std::move(residual))
                              : conv1(std::move(x), conv, std::move(residual));
}

core::Value VulkanOps::conv3(core::Value x, const core::Conv& conv, core::Value residual)
{
    const core::Shape shape = conv.resultShape(x.shape);
    const PictureLayout out{shape};
    const bool lastUse = isLastUse(x) && (!tensorOf(x).pending || isLastUse(tensorOf(x).pending->source));
    if (residual.storage)
        residual = materialize(std::move(residual));
    // The sum may take the residual's place: an entry is read before it is written.
    const core::Value y = isLastUse(residual) ? residual : makePicture(shape);
    DeviceTensor& target = tensorOf(y);

    Choice choice = m_tuning.choose(classOf(conv, m_options.exact));
    // A block that is partly empty costs what a full one does.
    const double flopsPerRow = directFlops(conv, {1, roundUp(shape.c, choice.tile.rows), 1, roundUp(shape.w, 8)});
    const auto fit = [&](std::int64_t rows) {
        const ConvNeed need = needOf(conv, choice, m_tuning, x.shape, shape, rows);
        const std::int64_t outBytes = rows * out.rowBytes();
        const bool wanted = need.scratchBytes <= static_cast<std::int64_t>(m_tuning.stripBytes)
            && flopsPerRow * static_cast<double>(rows) <= m_options.flopsPerDispatch
            && (!target.inHost || outBytes <= static_cast<std::int64_t>(m_options.hostFrom));
        return fits({outBytes, need.largestBytes}, need.groups) && (wanted || rows <= 4);
    };
    std::int64_t strip = stripRows(shape.h, 4, fit);
    if (strip == 0 && choice.method != ConvMethod::direct) {
        choice = {ConvMethod::direct, m_tuning.pick(m_tuning.conv, shape.c)};
        strip = stripRows(shape.h, 4, fit);
    }
    if (strip == 0) // add() refuses with the numbers
        strip = 4;

    beginOp("conv 3x3", core::toString(x.shape) + " -> " + core::toString(shape), toString(choice),
            directFlops(conv, shape));
    for (std::int64_t n = 0; n < shape.n; ++n)
        for (std::int64_t first = 0; first < shape.h; first += strip) {
            const std::int64_t rows = std::min(strip, shape.h - first);
            const bool down = conv.sampling == core::Sampling::down, up = conv.sampling == core::Sampling::up;
            // The strip begins with the row above the output's first tap.
            const std::int64_t sourceFirst = down ? 2 * first - 1 : up ? first / 2 - 1 : first - 1;
            const ConvNeed need = needOf(conv, choice, m_tuning, x.shape, shape, rows);
            const Strip source = prepare(x, n, sourceFirst, need.stripRows, 1, need.stripWidth);
            if (lastUse) {
                const core::Value& raw = tensorOf(x).pending ? tensorOf(x).pending->source : x;
                releaseBefore(tensorOf(raw), n * raw.shape.h + std::min(sourceFirst + need.stripRows - 3, raw.shape.h));
            }
            std::optional<Window> other;
            if (residual.storage)
                other = read(tensorOf(residual), n * shape.h + first, rows);
            const Window result = write(target, n * shape.h + first, rows);
            const Operand* added = other ? &other->operand : nullptr;
            if (choice.method == ConvMethod::direct)
                direct(source, conv, choice.tile, shape, added, result.operand, rows);
            else if (isFused(choice.method))
                fusedWinograd(source, conv, choice, shape, added, result.operand, rows);
            else
                winograd(source, conv, choice, shape, added, result.operand, rows);
            written(target, result);
        }
    return y;
}

void VulkanOps::direct(const Strip& strip, const core::Conv& conv, Tile tile, const core::Shape& result,
                       const Operand* residual, const Operand& out, std::int64_t rows)
{
    const std::int64_t xTiles = ceilDiv(result.w, m_tuning.across(tile));
    const BlockedConv blocked{KernelId::conv,
                              {tile.rows, tile.columns, static_cast<std::int32_t>(conv.sampling)},
                              m_weights.conv(*conv.weight, tile.rows),
                              tile.rows,
                              strip.planes * 9 * tile.rows * kEntryBytes,
                              xTiles * ceilDiv(rows, tile.columns)};
    ConvParams params{};
    params.xTiles = whole(xTiles);
    params.inRows = whole(strip.rows);
    convolveBlocks(blocked, params, strip, conv, result, residual, out, rows, [&](std::int64_t channels) {
        return directFlops(conv, {1, std::min(channels, result.c), rows, result.w});
    });
}

void VulkanOps::fusedWinograd(const Strip& strip, const core::Conv& conv, const Choice& choice,
                              const core::Shape& result, const Operand* residual, const Operand& out,
                              std::int64_t rows)
{
    const std::int64_t tilesPerGroup = m_tuning.tilesPerGroup(), blockRows = choice.tile.rows;
    const WinogradShape shape(choice.method, conv.sampling, rows, result.w, tilesPerGroup);
    const BlockedConv blocked{KernelId::winograd,
                              {choice.tile.rows, whole(shape.tile), static_cast<std::int32_t>(conv.sampling)},
                              m_weights.fusedWinograd(*conv.weight, shape.tile, conv.sampling, blockRows),
                              blockRows,
                              fusedBlockBytes(shape, strip.planes, choice.tile),
                              shape.columns / tilesPerGroup};
    WinogradParams params{};
    params.tiles = whole(shape.tiles);
    params.tilesX = whole(shape.tilesX);
    convolveBlocks(blocked, params, strip, conv, result, residual, out, rows, [&](std::int64_t channels) {
        return 2.0 * static_cast<double>(shape.positions * shape.columns * channels)
            * static_cast<double>(strip.planes * 8);
    });
}

/// One kernel over a strip, as many blocks of output channels at a time as their weights can be bound and their
/// workgroups run. `params` come with what only that kernel has; flops(channels) is the work for so many of them.
template <class Params, class Flops>
void VulkanOps::convolveBlocks(const BlockedConv& blocked, Params params, const Strip& strip, const core::Conv& conv,
                               const core::Shape& result, const Operand* residual, const Operand& out,
                               std::int64_t rows, Flops flops)
{
    const PictureLayout layout{result};
    const std::int64_t blocks = ceilDiv(result.c, blocked.rows);
    const std::int64_t perDispatch = std::clamp<std::int64_t>(
        std::min(bindable() / blocked.bytes, maxGroups() / blocked.groups), 1, blocks);
    params.inPlanes = whole(strip.planes);
    params.inRow = whole(strip.row());
    params.inPlane = whole(strip.width);
    params.outPlanes = whole(layout.planes());
    params.outRow = whole(layout.row());
    params.outPlane = whole(layout.plane());
    params.outWidth = whole(result.w);
    params.outHeight = whole(rows);
    params.hasResidual = residual ? 1 : 0;
    for (std::int64_t block = 0; block < blocks; block += perDispatch) {
        const std::int64_t some = std::min(perDispatch, blocks - block);
        params.groups = whole(some * blocked.groups);
        params.blocks = whole(some);
        params.outPlane0 = whole(block * blocked.rows / 8);
        Step step;
        step.operands = {strip.scratch->range(),
                         part(blocked.weights, static_cast<std::uint64_t>(block * blocked.bytes),
                              static_cast<std::uint64_t>(some * blocked.bytes)),
                         m_weights.vector(*conv.bias), residual ? *residual : nothing(), out};
        step.setParams(params);
        step.flops = flops(some * blocked.rows);
        add(blocked.kernel, blocked.constants, std::move(step), params.groups);
    }
}

core::Value VulkanOps::conv1(core::Value x, const core::Conv& conv, core::Value residual)
{
    if (residual.storage)
        residual = materialize(std::move(residual));
    const core::Value y = isLastUse(residual) ? residual : makePicture(conv.resultShape(x.shape));
    conv1Into(std::move(x), conv, residual, y, "conv 1x1");
    return y;
}

void VulkanOps::conv1Into(core::Value x, const core::Conv& conv, const core::Value& residual, const core::Value& y,
                          const char* name)
{
    x = materialize(std::move(x));
    const core::Shape& shape = y.shape;
    const PictureLayout in{x.shape}, out{shape};
    const bool lastUse = isLastUse(x);
    const Tile tile = m_tuning.choose(productOf(shape.c)).tile;
    const std::int64_t blocks = ceilDiv(shape.c, tile.rows);
    const double flopsPerRow = directFlops(conv, {1, blocks * tile.rows, 1, roundUp(shape.w, 8)});
    const auto fit = [&](std::int64_t rows) {
        const bool small = (!tensorOf(y).inHost && !tensorOf(x).inHost)
            || rows * std::max(in.rowBytes(), out.rowBytes()) <= static_cast<std::int64_t>(m_options.hostFrom);
        return fits({rows * in.rowBytes(), rows * out.rowBytes()},
                    blocks * ceilDiv(rows * shape.w, m_tuning.columns(tile)))
            && (rows == 1 || (small && flopsPerRow * static_cast<double>(rows) <= m_options.flopsPerDispatch));
    };
    const std::int64_t strip = std::max<std::int64_t>(1, stripRows(shape.h, 1, fit));
    beginOp(name, core::toString(x.shape) + " -> " + core::toString(shape),
            std::to_string(tile.rows) + "x" + std::to_string(tile.columns), directFlops(conv, shape));
    for (std::int64_t n = 0; n < shape.n; ++n)
        for (std::int64_t first = 0; first < shape.h; first += strip) {
            const std::int64_t rows = std::min(strip, shape.h - first);
            const Window source = read(tensorOf(x), n * x.shape.h + first, rows);
            if (lastUse)
                releaseBefore(tensorOf(x), n * x.shape.h + first + rows);
            std::optional<Window> other;
            if (residual.storage)
                other = read(tensorOf(residual), n * shape.h + first, rows);
            const Window result = write(tensorOf(y), n * shape.h + first, rows);
            Product product;
            product.m = shape.c;
            product.n = rows * shape.w;
            product.k = x.shape.c;
            product.tile = tile;
            product.left = m_weights.left(*conv.weight, tile.rows);
            product.right = source.operand;
            product.rightColumns = Columns::picture(in);
            product.result = result.operand;
            product.resultColumns = Columns::picture(out);
            product.bias = m_weights.vector(*conv.bias);
            if (other)
                product.residual = other->operand;
            multiply(product);
            written(tensorOf(y), result);
        }
}

void VulkanOps::multiply(const Product& product)
{
    // Packed weights that are larger than a binding are multiplied in several parts.
    const std::int64_t blockBytes = eights(product.k) * product.tile.rows * kEntryBytes, blocks = product.allBlocks();
    const std::int64_t perDispatch = product.leftColumns || product.batches > 1
        ? blocks
        : std::clamp<std::int64_t>(bindable() / blockBytes, 1, blocks);
    for (std::int64_t block = 0; block < blocks; block += perDispatch) {
        Product some = product;
        some.firstBlock = block;
        some.blocks = std::min(perDispatch, blocks - block);
        if (some.blocks < blocks)
            some.left = part(product.left, static_cast<std::uint64_t>(block * blockBytes),
                             static_cast<std::uint64_t>(some.blocks * blockBytes));
        const GemmParams params = some.params(m_tuning.columns(some.tile));
        Step step;
        step.operands = {some.left, some.right, some.bias.value_or(nothing()), some.residual.value_or(nothing()),
                         some.scale.value_or(nothing()), some.result};
        step.setParams(params);
        step.flops = 2.0 * static_cast<double>(some.blocks * some.tile.rows)
            * static_cast<double>(some.n * some.batches) * static_cast<double>(some.k);
        // Two builds of a tile serve all products: every further one costs the program's start its compilation.
        const int general = some.isDense() && !some.hasEpilogue() ? 0 : 1;
        add(KernelId::gemm, {some.tile.rows, some.tile.columns, general, general}, std::move(step), params.groups);
    }
}

} // namespace tessera::gpu
