// SPDX-License-Identifier: Apache-2.0
// The rules of the house that a program can check. Each takes the root of a source tree and returns one sentence per
// breach, "core/a.cpp:12: ...", sorted; an empty list is a clean house.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tessera::tests {

using Breaches = std::vector<std::string>;

inline constexpr int kMaxSourceLines = 500;
inline constexpr int kMaxReadmeLines = 40;

/// Every source, shader and CMake file names its licence in its first three lines: GPL-3.0-or-later in app, Apache-2.0
/// in core, gpu, shaders and cmake, one of the two in tests and resources.
Breaches checkLicences(const std::filesystem::path& root);

/// core knows neither Qt nor Vulkan nor another layer; gpu knows core and shaders; app knows core and the one door
/// gpu/gpu.h; shaders know only themselves. Includes in quotes name the layer.
Breaches checkIncludes(const std::filesystem::path& root);

/// No source, shader or CMake file is longer than kMaxSourceLines.
Breaches checkLengths(const std::filesystem::path& root);

/// Every layer, resources and tests have a README.md of at most kMaxReadmeLines.
Breaches checkReadmes(const std::filesystem::path& root);

/// Code treats no driver by name: features and limits are asked for instead. Comments may tell of drivers.
Breaches checkDriverNames(const std::filesystem::path& root);

/// Every .cpp is named in a CMakeLists.txt of its layer, so that nothing is left unbuilt; every kernel (x.comp) has
/// the header with its parameters (x.h) and is named in the layer's CMakeLists.txt.
Breaches checkBuildLists(const std::filesystem::path& root);

/// Every row of app/tools/tool_list.cpp has its icon resources/icons/NAME.svg and its files app/tools/ID_tool.{h,cpp}.
Breaches checkToolRows(const std::filesystem::path& root);

/// No text file names a place on the machine that it was written on.
Breaches checkPaths(const std::filesystem::path& root);

/// Every row of tests/bad_input_rows.txt (a letter, a number, words) is named in some test: as the first word of a text, or
/// in a comment.
Breaches checkBadInputRows(const std::filesystem::path& root);

} // namespace tessera::tests
