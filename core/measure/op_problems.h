// SPDX-License-Identifier: Apache-2.0
// Single ops of the shapes that matter, with made-up data, and what they should come to in double precision.
#pragma once

#include "core/model/ops.h"

#include <functional>
#include <string>
#include <vector>

namespace tessera::core {

/// One op and its data. Input, and output but for an added input, have about unit variance.
struct OpProblem {
    Tensor input; ///< (1, C, H, W)
    /// The op over any device's Ops; owns its weights.
    std::function<Value(Ops&, const Value&)> compute;
    /// The largest difference of a result at some 200 random places to a computation in double precision, where the
    /// right values have unit variance. Of codes: how much farther than the nearest one a code is at most.
    std::function<double(const Tensor& result)> error;
};

struct BenchedOp {
    std::string op;    ///< "conv3x3", "norm_silu" ...
    std::string shape; ///< "C=16 H=256 W=256"
    double flops = 0;  ///< multiply-adds count as two; convolutions as if computed directly
    bool givesCodes = false;
    bool mayBeFast = false; ///< is there a faster, less exact way to compute it?
    std::function<OpProblem()> make; ///< the data is as large as the op says
};

/// The table that devices and other programs are compared by.
std::vector<BenchedOp> benchedOps();

/// Problems of any shape, `seed` for their data.
OpProblem convProblem(const Shape& input, std::int64_t out, std::int64_t kernel, unsigned seed);
OpProblem normProblem(const Shape& input, std::int64_t groups, unsigned seed); ///< with SiLU
OpProblem attentionProblem(const Shape& input, unsigned seed);
OpProblem nearestCodeProblem(const Shape& latents, std::int64_t codes, unsigned seed);

} // namespace tessera::core
