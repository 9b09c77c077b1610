// SPDX-License-Identifier: GPL-3.0-or-later
// The models that this computer has: those of Tessera first, then those in the Hugging Face cache.
#pragma once

#include "core/model/model_listing.h"

#include <stop_token>
#include <vector>

namespace tessera::app {

/// Looks at files and takes a moment: not for the GUI thread.
std::vector<core::ListedModel> modelsOfThisComputer(const std::stop_token& stop = {});

} // namespace tessera::app
