// SPDX-License-Identifier: Apache-2.0
// The ops that devices and other programs are compared by.
#pragma once

#include "core/measure/op_problems.h"

#include <functional>
#include <string>
#include <vector>

namespace tessera::core {

struct BenchedOp {
    std::string op;    ///< "conv3x3", "norm_silu" ...
    std::string shape; ///< "C=16 H=256 W=256"
    double flops = 0;  ///< multiply-adds count as two; convolutions as if computed directly
    bool givesCodes = false;
    bool mayBeFast = false; ///< is there a faster, less exact way to compute it?
    std::function<OpProblem()> make; ///< the data is as large as the op says
};

std::vector<BenchedOp> benchedOps();

} // namespace tessera::core
