// SPDX-License-Identifier: Apache-2.0
// A loop over independent jobs on all cores.
#pragma once

#include "core/progress.h"

#include <cstdint>
#include <functional>

namespace tessera::core {

/// Calls job(0) .. job(count - 1), each once, on as many threads as there are cores. Between jobs a stop that was
/// asked for is noticed: then Cancelled is thrown once all threads are done.
void parallelFor(std::int64_t count, const Progress& progress, const std::function<void(std::int64_t)>& job);

} // namespace tessera::core
