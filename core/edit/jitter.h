// SPDX-License-Identifier: Apache-2.0
// Codes exchanged for others like them, at random: the same seed gives the same codes, so that what is previewed is what
// is written.
#pragma once

#include "core/analysis/code_search.h"
#include "core/edit/ink.h"
#include "core/edit/region.h"
#include "core/edit/searched_stroke.h"

#include <cstdint>
#include <functional>
#include <span>

namespace tessera::core {

struct Jitter {
    int reach = 8;         ///< how many of the nearest codes may come, 1 or more
    double strength = 0.5; ///< share of the cells that change, 0..1
    std::uint64_t seed = 0;
};

/// The `count` codes nearest to a code (CodeSearch::around), or as many as there are.
using NearCodes = std::function<std::span<const std::int32_t>(std::int32_t code, int count)>;

/// For each cell one of the codes nearest to what `from` has there, each as likely as the others; or, at 1 - strength of
/// the cells, what `from` has. Greater strength changes the same cells and more. `from` must outlive the ink.
Ink jitterInk(const IndexMap& from, const Jitter& jitter, NearCodes near);

/// Jitters the cells under a brush, each once, from what it had when the stroke began.
class JitterStroke : public SearchedStroke {
public:
    /// `size` and `shape` as of brushAt(). `search` is of the codebook that `codes` (N = 1) are of, and outlives the stroke.
    JitterStroke(CodeSearch& search, IndexMap codes, Jitter jitter, int size, BrushShape shape);

    using SearchedStroke::drag;
    void drag(Cell from, Cell to, const Progress& progress) override;
    const IndexMap& codes() const override { return m_codes; }

private:
    IndexMap m_before;
    IndexMap m_codes;
    Ink m_ink;
    int m_size;
    BrushShape m_shape;
};

} // namespace tessera::core
