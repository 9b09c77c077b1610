// SPDX-License-Identifier: Apache-2.0
// The heavy headers of this layer.
#pragma once

#include <volk.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>
