// SPDX-License-Identifier: Apache-2.0
// Vulkan through volk: no link to the loader, so the program starts and explains itself where there is none.
#pragma once

#include <volk.h>
