// SPDX-License-Identifier: GPL-3.0-or-later
// What a pane of the canvas can show.
#pragma once

#include <QString>

namespace tessera::app {

enum class PaneSource { input, codes, reconstruction, error };

QString paneName(PaneSource source); ///< "Input", translated

} // namespace tessera::app
