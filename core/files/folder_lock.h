// SPDX-License-Identifier: Apache-2.0
// A folder that one running program has for itself. The system lets go of it however the program ends.
#pragma once

#include <filesystem>
#include <optional>

namespace tessera::core {

class FolderLock {
public:
    /// Locks the folder, which must exist, by a file "lock" in it. Nothing where another program has it.
    /// Throws FileError where that file cannot be made.
    static std::optional<FolderLock> tryLock(const std::filesystem::path& folder);
    ~FolderLock();
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&& other) noexcept;

private:
    explicit FolderLock(int descriptor) : m_descriptor(descriptor) {}

    int m_descriptor;
};

} // namespace tessera::core
