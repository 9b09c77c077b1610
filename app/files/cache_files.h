// SPDX-License-Identifier: GPL-3.0-or-later
// Files that can be made again, under $XDG_CACHE_HOME (~/.cache)/tessera: swatches, and what gpu has measured of devices.
// Each kind has a folder and a limit. Reading and writing disks: work for a worker.
#pragma once

#include <cstdint>
#include <filesystem>

namespace tessera::app {

constexpr std::uintmax_t kSwatchBytes = std::uintmax_t{64} << 20; ///< of all models
constexpr std::uintmax_t kTuningBytes = std::uintmax_t{4} << 20;  ///< of all devices

/// Where the folders lie; empty where there is no place for them.
std::filesystem::path cacheFolder();

/// Removes files of `folder` until no more than `limit` bytes are left or one file alone: those first that are oldest
/// by their time of modification, which readers of a file may set. Never throws: what cannot be removed stays.
void removeLongestUnused(const std::filesystem::path& folder, std::uintmax_t limit);

/// That for each kind of cache in `cache`, after what killed programs left behind there.
void sweepCaches(const std::filesystem::path& cache);

} // namespace tessera::app
