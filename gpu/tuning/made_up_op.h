// SPDX-License-Identifier: Apache-2.0
// An op of a class with made-up weights and input, of a size that takes some milliseconds: what the tuner times.
#pragma once

#include "core/model/ops.h"
#include "core/tensor.h"
#include "gpu/tuning/op_class.h"

#include <deque>
#include <functional>
#include <memory>

namespace tessera::gpu {

struct MadeUpOp {
    core::Tensor input; ///< (1, C, H, W)
    std::function<core::Value(core::Ops&, const core::Value&)> compute; ///< owns the weights
    bool exact = false; ///< is it of a pass that is exact?
};

/// About `flops` of work, but enough pixels for the lanes of a workgroup, and no more than a few MiB of them.
MadeUpOp makeUp(const OpClass& op, double flops, std::int64_t lanes);
/// The same with the input's size given.
MadeUpOp makeUpOfSize(const OpClass& op, std::int64_t height, std::int64_t width);

} // namespace tessera::gpu
