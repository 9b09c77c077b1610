// SPDX-License-Identifier: Apache-2.0
#include "gpu/ops/product.h"

#include "core/error.h"

#include <limits>

namespace tessera::gpu {

namespace {

/// Kernels count in 32 bits, and in texels (half entries) for reading.
int narrow(std::int64_t value)
{
    if (value > std::numeric_limits<int>::max() / 2)
        throw core::OutOfDeviceMemory("the picture is too large for the kernels' 32-bit addresses; open a smaller one");
    return static_cast<int>(value);
}

} // namespace

GemmParams Product::params(std::int64_t columns) const
{
    GemmParams p{};
    p.blocks = narrow(blocks == 0 ? allBlocks() : blocks);
    p.tiles = narrow(ceilDiv(n, columns));
    p.groups = narrow(p.blocks * std::int64_t{p.tiles} * batches);
    p.k8 = narrow(eights(k));
    p.n = narrow(n);
    p.mRows = narrow(m);
    p.plane0 = narrow(firstBlock * tile.rows / 8);
    p.planes = narrow(eights(m));
    if (leftColumns) {
        p.aWidth = narrow(leftColumns->width);
        p.aRow = narrow(leftColumns->row * 2);
        p.aCol = 2;
        p.aK8 = narrow(leftColumns->plane * 2);
        p.aHalf = 1;
        p.aBatch = narrow(leftColumns->batch * 2);
    } else {
        // Blocks are padded with zeros to whole tiles.
        p.mRows = p.blocks * tile.rows;
        p.aWidth = tile.rows;
        p.aRow = narrow(eights(k) * 2 * tile.rows);
        p.aCol = 1;
        p.aK8 = 2 * tile.rows;
        p.aHalf = tile.rows;
        p.aBatch = narrow(leftBatch);
    }
    p.bWidth = narrow(rightColumns.width);
    p.bRow = narrow(rightColumns.row);
    p.bPlane = narrow(rightColumns.plane);
    p.bBatch = narrow(rightColumns.batch);
    p.outWidth = narrow(resultColumns.width);
    p.outRow = narrow(resultColumns.row);
    p.outPlane = narrow(resultColumns.plane);
    p.outBatch = narrow(resultColumns.batch);
    p.flags = (bias ? kGemmBias : 0) | (residual ? kGemmResidual : 0)
        | (!scale ? 0 : scalesResidual ? kGemmResidualScale : kGemmScale);
    return p;
}

} // namespace tessera::gpu
