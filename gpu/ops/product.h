// SPDX-License-Identifier: Apache-2.0
// One matrix product as gemm.comp takes it, with the operands' ways of lying in memory.
#pragma once

#include "gpu/kernels/params.h"
#include "gpu/ops/layout.h"
#include "gpu/plans/recording.h"
#include "gpu/tuning/tuning.h"

#include <optional>
#include <string>

namespace tessera::gpu {

/// How the columns of a packed matrix lie, in entries: column n of plane k8 is at n / width * row + n % width + k8 *
/// plane, batch b at + b * batch.
struct Columns {
    std::int64_t width = 1, row = 1, plane = 0, batch = 0;

    static Columns picture(const PictureLayout& layout) { return {layout.shape.w, layout.row(), layout.plane(), 0}; }
    /// [planes][count] without gaps.
    static Columns dense(std::int64_t count, std::int64_t batch = 0) { return {count, count, count, batch}; }
};

/// C[m][n] = (sum_k A[m][k] B[k][n]) * scale[n] + bias[m] + residual[m][n] * residualScale[n], for each batch.
struct Product {
    std::int64_t m = 0, n = 0, k = 0;
    Tile tile;
    std::int64_t batches = 1;

    /// A: weights packed by WeightStore::left for tile.rows, or columns of a packed matrix used as rows.
    Operand left;
    std::int64_t leftBatch = 0; ///< texels from a batch's packed weights to the next's
    std::optional<Columns> leftColumns{};
    Operand right;
    Columns rightColumns;
    Operand result;
    Columns resultColumns; ///< the residual lies likewise
    std::optional<Operand> bias{}, residual{}, scale{};
    bool scalesResidual = false; ///< `scale` is the residual's and not the product's
    // A part of the blocks of rows, where the weights are larger than a binding.
    std::int64_t firstBlock = 0, blocks = 0; ///< 0: all

    std::int64_t allBlocks() const { return ceilDiv(m, tile.rows); }
    bool isDense() const { return rightColumns.width >= n && resultColumns.width >= n; }
    bool hasEpilogue() const { return bias || residual || scale; }
    /// `columns` are those of a workgroup.
    GemmParams params(std::int64_t columns) const;
};

} // namespace tessera::gpu
