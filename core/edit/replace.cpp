// SPDX-License-Identifier: Apache-2.0
#include "core/edit/replace.h"

#include "core/edit/flood.h"

namespace tessera::core {

Patch replaceCode(const IndexMap& map, std::int32_t from, std::int32_t to)
{
    return makePatch(map, sameRegion(map, sameCode(from)), codeInk(to));
}

Patch swapCodes(const IndexMap& map, std::int32_t a, std::int32_t b)
{
    const Region both = sameRegion(map, [a, b](std::int32_t code) { return code == a || code == b; });
    return makePatch(map, both, [&map, a, b](int row, int col) { return map.at(row, col) == a ? b : a; });
}

} // namespace tessera::core
