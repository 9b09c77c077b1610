// SPDX-License-Identifier: Apache-2.0
// Questions about what is on the disk that cannot fail: what cannot be looked at is not there.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace tessera::core {

/// Also a broken link counts: then reading it says so.
bool isThere(const std::filesystem::path& path);
bool isFolder(const std::filesystem::path& path);

/// The names in a folder, sorted; at most so many, whichever those are.
std::vector<std::string> namesIn(const std::filesystem::path& folder, std::size_t most = 50'000);

/// Of the last part of a path, also where it ends in a slash or is relative: "photo-f8-1024".
std::string lastName(const std::filesystem::path& path);

} // namespace tessera::core
