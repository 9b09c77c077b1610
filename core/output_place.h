// SPDX-License-Identifier: Apache-2.0
// Where a file is to be written, judged before the work is done that makes its content.
#pragma once

#include <filesystem>
#include <string>

namespace tessera::core {

/// Where a chain of links ends, which is what writeFileAtomically() writes; that file need not be there yet. Throws FileError
/// for links that lead round in a circle.
std::filesystem::path linkTarget(const std::filesystem::path& path);

/// Would writing one of them replace the other? Also through links, and where they are not there yet.
bool isSameFile(const std::filesystem::path& a, const std::filesystem::path& b);

/// What is in the way, and what to do, where writeFileAtomically(path) is known to fail: no file name or one that is too long,
/// no folder, a folder or a file that may not be written, a folder, FIFO or device in its place. Empty where nothing is.
std::string obstacleTo(const std::filesystem::path& path);

/// Throws FileError where there is one.
void checkCanBeWritten(const std::filesystem::path& path);

/// The same for a path whose folders are made first: the nearest one that is there counts.
void checkCanBeMade(const std::filesystem::path& path);

} // namespace tessera::core
