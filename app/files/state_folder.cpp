// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/state_folder.h"

#include <QDir>
#include <QFile>

namespace tessera::app {

std::filesystem::path stateFolder()
{
    std::filesystem::path root = qgetenv("XDG_STATE_HOME").toStdString();
    if (!root.is_absolute()) // as the specification says of relative ones
        root = std::filesystem::path(QFile::encodeName(QDir::homePath()).toStdString()) / ".local" / "state";
    return root / "tessera";
}

} // namespace tessera::app
