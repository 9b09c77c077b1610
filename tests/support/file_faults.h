// SPDX-License-Identifier: Apache-2.0
// Makes file calls of this process fail, those of Qt and the standard library among them: the test program has the C
// library's functions of the same names, which go before those of the library. The program itself has no hooks.
#pragma once

#include <filesystem>

namespace tessera::tests {

class FileFaults {
public:
    enum class Kind {
        error,      ///< that one call fails
        fullDisk,   ///< it, and all that write from then on, fail with ENOSPC; a write is cut first
        shortWrite, ///< where it is a write, half of it is written, which is no error
    };
    /// The `nth` call from now on that opens for writing, writes, syncs, closes, renames or changes permissions of a file below
    /// `folder` fails with `error`.
    static void plan(const std::filesystem::path& folder, int nth, Kind kind, int error = 0);
    static void none();
    static bool hasStruck(); ///< has the planned call come?
};

} // namespace tessera::tests
