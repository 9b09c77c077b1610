// SPDX-License-Identifier: GPL-3.0-or-later
// Stamps as projects keep them, and back.
#pragma once

#include "core/files/project.h"

#include <QString>

#include <vector>

namespace tessera::app {

class StampShelf;

/// Those of `model`, to be saved.
std::vector<core::ProjectStamp> savedStamps(const StampShelf& shelf, const QString& model);
/// Adds those of `project` that are not there yet.
void takeStamps(StampShelf& shelf, const core::Project& project);

} // namespace tessera::app
