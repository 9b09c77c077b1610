// SPDX-License-Identifier: Apache-2.0
// A picture small enough for lists.
#pragma once

#include "core/picture.h"

namespace tessera::core {

/// `picture` with its longer side at most `side` pixels (at least 1) and the shorter one in proportion, at least 1:
/// averages of areas. One that is small enough already is returned as it is.
Picture thumbnail(const Picture& picture, int side);

} // namespace tessera::core
