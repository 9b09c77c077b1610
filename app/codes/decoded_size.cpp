// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/codes/decoded_size.h"

#include "app/pictures/picture_files.h"
#include "core/error.h"

#include <string>

namespace tessera::app {

void checkDecodedSize(const core::VqModel& model, std::int64_t n, std::int64_t rows, std::int64_t cols)
{
    const std::int64_t factor = model.factor();
    const std::string cells = std::to_string(cols) + "x" + std::to_string(rows) + " cells";
    const std::int64_t most = kMaxPicturePixels / (factor * factor);
    if (rows > most || cols > most || rows * cols > most)
        throw core::ShapeError("decoding " + cells + " would give more than 64 megapixels; with this model the limit is "
                         + std::to_string(most) + " cells");
    if (n > most / (rows * cols))
        throw core::ShapeError("decoding " + std::to_string(n) + " maps of " + cells
                         + " at once would give more than 64 megapixels; decode fewer at a time");
}

} // namespace tessera::app
