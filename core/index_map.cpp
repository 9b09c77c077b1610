// SPDX-License-Identifier: Apache-2.0
#include "core/index_map.h"

#include "core/error.h"

#include <string>

namespace tessera::core {

void checkCodes(const IndexMap& map, std::int64_t codes)
{
    for (std::size_t i = 0; i < map.codes.size(); ++i) {
        const std::int32_t code = map.codes[i];
        if (code >= 0 && code < codes)
            continue;
        const auto cell = static_cast<std::int64_t>(i) % map.cells();
        throw ShapeError("code " + std::to_string(code) + " at row " + std::to_string(cell / map.cols) + ", column "
                         + std::to_string(cell % map.cols) + " is outside this model's codebook, which has codes 0 to "
                         + std::to_string(codes - 1));
    }
}

} // namespace tessera::core
