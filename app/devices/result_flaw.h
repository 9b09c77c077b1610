// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with a result on the face of it. Looked at before anything is shown.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

namespace tessera::app {

enum class Flaw {
    none,
    blank,     ///< all values are the same: memory that nothing was written to, unless a model really draws that
    notFinite, ///< NaN or infinity
};

inline bool isFinite(const std::vector<float>& values)
{
    return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
}

inline Flaw flawOf(const std::vector<float>& values)
{
    if (!isFinite(values))
        return Flaw::notFinite;
    // The first that differs, usually the second, ends the search.
    return std::ranges::adjacent_find(values, std::not_equal_to()) == values.end() ? Flaw::blank : Flaw::none;
}

} // namespace tessera::app
