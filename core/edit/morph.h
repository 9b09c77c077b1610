// SPDX-License-Identifier: Apache-2.0
// One stroke that moves latents towards a target and quantizes them again. What it has moved stays unquantized until
// the stroke is over, so that going over the same cells again goes on where it was.
#pragma once

#include "core/analysis/code_search.h"
#include "core/edit/ink.h"
#include "core/edit/searched_stroke.h"
#include "core/edit/soft_brush.h"
#include "core/index_map.h"

#include <span>
#include <unordered_map>
#include <vector>

namespace tessera::core {

struct MorphBrush {
    SoftBrush brush;
    double strength = 0.5; ///< how much of the way the middle of the brush goes at each touch, 0..1
};

class MorphStroke : public SearchedStroke {
public:
    /// Latents begin as the vectors of `codes` (N = 1), the codes of the search's codebook. `target` has its length.
    /// `search` outlives the stroke.
    MorphStroke(CodeSearch& search, IndexMap codes, std::vector<float> target, MorphBrush brush);

    /// Touches the cells along the straight line, which goes on from the last one where that ended at `from`: once
    /// every quarter of the brush.
    using SearchedStroke::drag;
    void drag(Cell from, Cell to, const Progress& progress) override;

    const IndexMap& codes() const override { return m_codes; } ///< with the nearest codes of what has been moved

private:
    void touch(Cell centre, const Progress& progress);

    CodeSearch& m_search;
    IndexMap m_codes;
    std::vector<float> m_target;
    MorphBrush m_brush;
    std::unordered_map<std::size_t, std::vector<float>> m_latents; ///< of the cells that were touched
    int m_steps = -1; ///< cells of the way since the last touch; -1 before the first
    Cell m_at;        ///< where the way has come to
};

/// The mean of the vectors of the cells under the brush, each as much as it is touched: what to move latents towards.
/// `centre` is a cell of `codes`, which are of `codebook` (K, E).
std::vector<float> meanLatents(const Weight& codebook, const IndexMap& codes, Cell centre, const SoftBrush& brush);

} // namespace tessera::core
