// SPDX-License-Identifier: GPL-3.0-or-later
// What a picture takes as a file of the usual formats. Pure: safe on any thread.
#pragma once

#include "core/picture.h"
#include "core/progress.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tessera::app {

struct FileSize {
    std::string format; ///< "PNG", "JPEG, quality 90"
    std::int64_t bytes = 0;
};

/// PNG, JPEG of quality 90 and lossless WebP, of 8 bits a channel, as Tessera writes them; those that can hold the
/// picture. Throws Cancelled.
std::vector<FileSize> fileSizes(const core::Picture& picture, const core::Progress& progress = {});

} // namespace tessera::app
