// SPDX-License-Identifier: Apache-2.0
// 3x3 convolutions by Winograd's transforms in three passes over a strip.
#include "gpu/kernels/params.h"
#include "gpu/ops/conv_need.h"
#include "gpu/ops/product.h"
#include "gpu/ops/vulkan_ops.h"

#include <algorithm>
#include <utility>

namespace tessera::gpu {

void VulkanOps::winograd(const Strip& strip, const core::Conv& conv, const Choice& choice,
                         const core::Shape& result, const Operand* residual, const Operand& out, std::int64_t rows)
{
    const PictureLayout layout{result};
    const std::int64_t tilesPerGroup = m_tuning.tilesPerGroup(), outPlanes = layout.planes();
    const WinogradShape shape(choice.method, conv.sampling, rows, result.w, tilesPerGroup);
    const auto sampling = static_cast<std::int32_t>(conv.sampling);
    const std::int64_t tileGroups = shape.columns / tilesPerGroup;
    const auto transformed = scratch(shape.positions * strip.planes * shape.columns * kEntryBytes);
    Step in;
    in.operands = {strip.scratch->range(), transformed->range()};
    in.setParams(WinogradInParams{whole(tileGroups * strip.planes), whole(tileGroups), whole(shape.tiles),
                                  whole(shape.tilesX), whole(strip.planes), whole(strip.row()), whole(strip.width),
                                  whole(shape.columns)});
    in.flops = static_cast<double>(shape.positions * strip.planes * shape.columns * 8 * 8);
    add(KernelId::winogradIn, {whole(shape.tile), sampling}, std::move(in), tileGroups * strip.planes);

    const auto products = scratch(shape.positions * outPlanes * shape.columns * kEntryBytes);
    Product product;
    product.m = result.c;
    product.n = shape.columns;
    product.k = strip.planes * 8;
    product.tile = m_tuning.narrowed(choice.tile, shape.columns);
    product.batches = shape.positions;
    product.left = m_weights.winograd(*conv.weight, shape.tile, conv.sampling, choice.tile.rows);
    product.leftBatch = roundUp(result.c, choice.tile.rows) * strip.planes * 2;
    product.right = transformed->range();
    product.rightColumns = Columns::dense(shape.columns, strip.planes * shape.columns);
    product.result = products->range();
    product.resultColumns = Columns::dense(shape.columns, outPlanes * shape.columns);
    multiply(product);

    Step back;
    back.operands = {products->range(), m_weights.vector(*conv.bias), residual ? *residual : nothing(), out};
    WinogradOutParams params{};
    params.groups = whole(tileGroups * outPlanes);
    params.tileGroups = whole(tileGroups);
    params.tiles = whole(shape.tiles);
    params.tilesX = whole(shape.tilesX);
    params.planes = params.sourcePlanes = whole(outPlanes);
    params.columns = whole(shape.columns);
    params.outRow = whole(layout.row());
    params.outPlane = whole(layout.plane());
    params.outWidth = whole(result.w);
    params.outHeight = whole(rows);
    params.hasResidual = residual ? 1 : 0;
    back.setParams(params);
    back.flops = static_cast<double>(shape.positions * outPlanes * shape.columns * 8 * 8);
    add(KernelId::winogradOut, {whole(shape.tile), sampling}, std::move(back), tileGroups * outPlanes);
}

} // namespace tessera::gpu
