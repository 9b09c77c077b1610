// SPDX-License-Identifier: Apache-2.0
#include "core/model/swatches.h"

#include "core/model/preprocess.h"

#include <algorithm>
#include <cassert>

namespace tessera::core {

std::vector<Picture> decodeSwatches(const Codec& codec, std::span<const std::int32_t> codes, const Progress& progress)
{
    assert(codes.size() <= kSwatchBatch);
    std::vector<Picture> swatches;
    if (codes.empty())
        return swatches;
    IndexMap maps(kSwatchBatch, kSwatchCells, kSwatchCells);
    for (std::size_t n = 0; n < kSwatchBatch; ++n)
        std::fill_n(maps.codes.begin() + static_cast<std::ptrdiff_t>(n) * maps.cells(), maps.cells(),
                    codes[std::min(n, codes.size() - 1)]);
    const Tensor decoded = codec.decodeCodes(maps, progress);
    const int side = static_cast<int>(codec.model().factor()), begin = side * (kSwatchCells / 2);
    for (std::size_t n = 0; n < codes.size(); ++n) {
        const Picture whole = toPicture(decoded, static_cast<std::int64_t>(n), nullptr);
        Picture swatch(side, side, whole.channels);
        for (int y = 0; y < side; ++y)
            std::copy_n(whole.pixel(begin, begin + y), side * whole.channels, swatch.pixel(0, y));
        swatches.push_back(std::move(swatch));
    }
    return swatches;
}

} // namespace tessera::core
