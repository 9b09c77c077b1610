// SPDX-License-Identifier: Apache-2.0
// One matrix product as gemm.comp takes it, with the operands' ways of lying in memory.
#pragma once

#include "gpu/layout.h"
#include "gpu/params.h"
#include "gpu/recording.h"
#include "gpu/tuning.h"

#include <optional>
#include <string>

namespace tessera::gpu {

/// How the columns of a packed matrix lie, in entries: column n of plane k8 is at
/// base + n / width * row + n % width + k8 * plane, sample b at + b * batch.
struct Columns {
    std::int64_t base = 0, width = 1, row = 1, plane = 0, batch = 0;

    static Columns picture(const PictureLayout& layout)
    {
        return {layout.origin(), layout.shape.w, layout.row(), layout.plane(), layout.batch()};
    }
    /// [planes][count] without gaps.
    static Columns dense(std::int64_t count, std::int64_t planes, std::int64_t base = 0)
    {
        return {base, count, count, count, planes * count};
    }
};

/// C[m][n] = (sum_k A[m][k] B[k][n]) * scale[n] + bias[m] + residual[m][n].
struct Product {
    std::string label;
    std::int64_t m = 0, n = 0, k = 0;
    Tile tile;
    std::uint32_t samples = 1;

    /// A: weights packed by WeightStore::left for tile.rows, or columns of a packed matrix used as rows.
    Operand left;
    std::optional<Columns> leftColumns{};
    Operand right;
    Columns rightColumns;
    Operand result;
    Columns resultColumns; ///< the residual lies likewise
    std::optional<Operand> bias{}, residual{}, scale{};

    GemmParams params() const;
};

} // namespace tessera::gpu
