// SPDX-License-Identifier: Apache-2.0
// What a decode leaves behind for previews: the norms' statistics, and attention's keys and values, of the whole picture.
#pragma once

#include "gpu/device_tensor.h"

#include <vector>

namespace tessera::gpu {

/// Keys as rows of tokens (the layout of pictures), and values transposed: a row of `values` holds the tokens of one
/// tile of `tileRows` picture rows as [tokens / 8][C] entries of eight tokens.
struct AttentionKeys {
    core::Value keys;
    std::shared_ptr<DeviceTensor> values;
    std::int64_t tileRows = 0;
};

struct Kept {
    std::vector<Operand> affines; ///< by the order of norms: one for each sample, [planes][3] entries, follow each other
    std::vector<AttentionKeys> attentions;
    std::vector<std::shared_ptr<Scratch>> owners{}; ///< of what is in the arena while it is being recorded
};

} // namespace tessera::gpu
