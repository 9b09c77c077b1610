// SPDX-License-Identifier: Apache-2.0
#include "core/edit/jitter.h"

#include "core/edit/dice.h"

#include <utility>

namespace tessera::core {

Ink jitterInk(const IndexMap& from, const Jitter& jitter, NearCodes near)
{
    return [&from, jitter, near = std::move(near)](int row, int col) {
        const std::int32_t code = from.at(row, col);
        constexpr double kAll = 18446744073709551616.0; // 2^64
        // One number says whether, another which: those that change are not all of one kind.
        if (static_cast<double>(drawnFor(jitter.seed, row, col)) >= jitter.strength * kAll)
            return code;
        const std::span<const std::int32_t> codes = near(code, jitter.reach);
        return codes.empty() ? code : codes[oneOf(drawnFor(nextSeed(jitter.seed), row, col), codes.size())];
    };
}

} // namespace tessera::core
