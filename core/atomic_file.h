// SPDX-License-Identifier: Apache-2.0
// The one writer of files: a file under its final name is whole, old or new, never between.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace tessera::core {

/// Writes a temporary file beside `path`, checks write and fsync, renames, and fsyncs the folder. A symlink is followed
/// to its target, the permissions of an existing file are kept. Throws FileError; then the old file is untouched and
/// the temporary one is gone (only where the folder's own fsync fails, the new file is there and the message says so).
void writeFileAtomically(const std::filesystem::path& path, std::span<const std::byte> bytes);

/// The same for a file in pieces, one behind the other.
void writeFileAtomically(const std::filesystem::path& path, std::span<const std::span<const std::byte>> pieces);

/// Removes the temporary files and folders of files in this folder that no program is writing: those of runs that were killed.
/// What cannot be removed stays; where the file system knows no locks, all do.
void removeLeftOvers(const std::filesystem::path& folder);

} // namespace tessera::core
