// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/usage.h"

#include <algorithm>

namespace tessera::core {

std::vector<std::int64_t> countCodes(const IndexMap& map, std::int64_t codes)
{
    std::vector<std::int64_t> counts(static_cast<std::size_t>(codes));
    for (const std::int32_t code : map.codes)
        if (code >= 0 && code < codes)
            ++counts[static_cast<std::size_t>(code)];
    return counts;
}

std::int64_t usedCodes(const std::vector<std::int64_t>& counts)
{
    return std::ranges::count_if(counts, [](std::int64_t count) { return count > 0; });
}

} // namespace tessera::core
