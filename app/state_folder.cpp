// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/state_folder.h"

#include "core/error.h"
#include "core/text.h"

#include <QDir>
#include <QFile>

namespace tessera::app {

std::filesystem::path stateFolder()
{
    const QByteArray state = qgetenv("XDG_STATE_HOME");
    std::filesystem::path root = state.toStdString();
    if (!root.is_absolute()) // as the specification says of relative ones
        root = std::filesystem::path(QFile::encodeName(QDir::homePath()).toStdString()) / ".local" / "state";
    std::filesystem::path folder = root / "tessera";
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        throw core::FileError("cannot make the folder " + core::printable(folder.string()) + ": " + error.message());
    return folder;
}

std::filesystem::path recoveryFolder()
{
    try {
        return stateFolder() / "recovery";
    } catch (const core::Error&) {
        return std::filesystem::temp_directory_path() / "tessera-recovery";
    }
}

} // namespace tessera::app
