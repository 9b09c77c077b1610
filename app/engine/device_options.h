// SPDX-License-Identifier: GPL-3.0-or-later
// How devices are asked to compute: what the command line says, and what is remembered between runs.
#pragma once

#include "gpu/gpu.h"

namespace tessera::app {

/// The settings, but where the command line said something its word.
gpu::DeviceOptions deviceOptions(const gpu::DeviceOptions& commandLine = {});

/// Remembers them for the next run.
void saveDeviceOptions(const gpu::DeviceOptions& options);

} // namespace tessera::app
