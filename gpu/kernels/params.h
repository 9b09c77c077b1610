// SPDX-License-Identifier: Apache-2.0
// The kernels' parameter structs as C++ sees them: the very files that the GLSL includes.
#pragma once

#include <cstdint>

namespace tessera::gpu {

#include "shaders/attend.h"
#include "shaders/conv.h"
#include "shaders/gemm.h"
#include "shaders/lookup.h"
#include "shaders/nearest_code.h"
#include "shaders/norm_finish.h"
#include "shaders/norm_stats.h"
#include "shaders/paste.h"
#include "shaders/prepare.h"
#include "shaders/softmax.h"
#include "shaders/winograd.h"
#include "shaders/winograd_in.h"
#include "shaders/winograd_out.h"

/// A count or a place as these structs have it; what is dispatched is cut until it fits.
constexpr int whole(std::int64_t value) { return static_cast<int>(value); }

} // namespace tessera::gpu
