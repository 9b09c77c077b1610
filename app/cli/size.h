// SPDX-License-Identifier: GPL-3.0-or-later
// Sizes as they are written on the command line: 500x333.
#pragma once

#include <optional>
#include <string>

namespace tessera::app::cli {

struct Size {
    int width = 0;
    int height = 0;
};

/// WxH, both at least 1; nothing for other text.
std::optional<Size> parsedSize(const std::string& text);

/// The same, or N for NxN.
std::optional<Size> parsedSquareOrSize(const std::string& text);

} // namespace tessera::app::cli
