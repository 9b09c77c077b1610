// SPDX-License-Identifier: Apache-2.0
#include "core/tensor.h"

namespace tessera::core {

std::string toString(const Shape& shape)
{
    return "(" + std::to_string(shape.n) + ", " + std::to_string(shape.c) + ", " + std::to_string(shape.h) + ", "
        + std::to_string(shape.w) + ")";
}

} // namespace tessera::core
