// SPDX-License-Identifier: Apache-2.0
// What a decode leaves behind for previews: the norms' statistics, and what its attentions looked at.
#pragma once

#include "gpu/plans/device_tensor.h"

#include <vector>

namespace tessera::gpu {

struct Kept {
    std::vector<Operand> affines;    ///< by the order of norms: [planes][3] entries
    std::vector<core::Value> normed; ///< by the order of attentions: their normed inputs
    std::vector<std::shared_ptr<Scratch>> owners{}; ///< of what is in the arena while it is being recorded
};

} // namespace tessera::gpu
