// SPDX-License-Identifier: Apache-2.0
// Single ops of the shapes that matter, with made-up data, and what they should come to in double precision.
#pragma once

#include "core/model/ops.h"

#include <functional>

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

/// Problems of any shape, `seed` for their data.
OpProblem convProblem(const Shape& input, std::int64_t out, std::int64_t kernel, unsigned seed);
OpProblem normProblem(const Shape& input, std::int64_t groups, unsigned seed); ///< with SiLU
OpProblem attentionProblem(const Shape& input, unsigned seed);
OpProblem nearestCodeProblem(const Shape& latents, std::int64_t codes, unsigned seed);

} // namespace tessera::core
