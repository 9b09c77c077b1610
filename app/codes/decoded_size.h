// SPDX-License-Identifier: GPL-3.0-or-later
// How large pictures may be that codes are decoded to.
#pragma once

#include "core/model/vq_model.h"

#include <cstdint>

namespace tessera::app {

/// Throws core::ShapeError where the pictures of n maps of rows x cols cells would be beyond what Tessera handles.
void checkDecodedSize(const core::VqModel& model, std::int64_t n, std::int64_t rows, std::int64_t cols);

} // namespace tessera::app
