// SPDX-License-Identifier: Apache-2.0
// The kernels' parameter structs as C++ sees them: the very files that the GLSL includes.
#pragma once

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

} // namespace tessera::gpu
