// SPDX-License-Identifier: Apache-2.0
#include "core/edit/ink.h"

namespace tessera::core {

Ink codeInk(std::int32_t code)
{
    return [code](int, int) { return code; };
}

Ink mapInk(const IndexMap& source)
{
    return [&source](int row, int col) { return source.at(row, col); };
}

} // namespace tessera::core
