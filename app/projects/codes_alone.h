// SPDX-License-Identifier: GPL-3.0-or-later
// Codes that came without a picture, as a project: what a document of them is made from.
#pragma once

#include "app/projects/project_opening.h"
#include "core/index_map.h"

#include <QString>

namespace tessera::app {

/// How a picture would have been prepared to get these codes: not at all. There is nothing that the model has seen.
core::Prepared preparedForCodes(const core::IndexMap& codes, std::int64_t factor);

/// Codes (1, h, w) of `model`, as if its encoder had chosen them. Throws core::Error where the model has no such codes, or
/// what they decode to would be larger than pictures may be.
OpenedProject projectOfCodes(const core::IndexMap& codes, const QString& title, const core::OpenedModel& model);

} // namespace tessera::app
