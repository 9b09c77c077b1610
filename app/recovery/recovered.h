// SPDX-License-Identifier: GPL-3.0-or-later
// Work that an earlier run of the program left behind without saving it.
#pragma once

#include "core/files/folder_lock.h"
#include "core/files/project.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace tessera::app {

struct RecoveredWork {
    std::shared_ptr<const core::Project> project; ///< with all that happened; without a picture where none was found
    std::string savedTo;    ///< where it was saved last; empty for nowhere
    bool isOlder = false;   ///< somebody has written that file since: it is not this work's to replace
    std::size_t edits = 0;  ///< that were not saved
    std::filesystem::file_time_type time; ///< of the newest
    std::vector<std::filesystem::path> files; ///< that hold it
};

struct LeftFolder {
    std::filesystem::path path;
    std::shared_ptr<core::FolderLock> lock; ///< no other program looks at it while this lives
    std::vector<RecoveredWork> works;
};

/// Looks through the folders in `root` that no running program has; `own` is left out. A picture that lies beside no journal
/// is looked for where it came from, but only if that is one of `known`: a journal may be anybody's. Files that hold nothing unsaved are
/// removed, and folders that become empty. Files that cannot be read stay where they are, and one line about each goes to
/// `problems`.
std::vector<LeftFolder> findLeftWork(const std::filesystem::path& root, const std::filesystem::path& own,
                                     const std::vector<std::filesystem::path>& known,
                                     std::vector<std::string>& problems);

/// Removes its files, and the folder when nothing else is in it.
void discard(const RecoveredWork& work);

} // namespace tessera::app
