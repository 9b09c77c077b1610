// SPDX-License-Identifier: Apache-2.0
// manifest.json of a project: strict JSON, the schema's version looked at before anything else.
#pragma once

#include "core/files/project.h"

#include <string_view>

namespace tessera::core {

struct ProjectManifest {
    Project project;    ///< all that the manifest says; names of stamps and files, but not yet what is in them
    CellRect selection; ///< its bounds; empty for none
};

/// Throws FormatError naming the key, what was found and what was expected.
ProjectManifest parseManifest(std::string_view text);

} // namespace tessera::core
