// SPDX-License-Identifier: Apache-2.0
// What a measurement depends on: device, driver, kernels, and where the driver is software the processor.
#pragma once

#include "gpu/tuning/tuning.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace tessera::gpu {

struct TuningKey {
    std::string device;  ///< device and driver with its version, and how wide its subgroups are
    std::string kernels; ///< the variant and its code
    bool operator==(const TuningKey&) const = default;
};

TuningKey keyOf(const Context& context, const Tuning& tuning);

/// Where what is known of a device outlives the program: $XDG_CACHE_HOME (~/.cache)/tessera/tuning/DIGEST + `ending`.
/// Empty where there is neither XDG_CACHE_HOME nor HOME.
std::filesystem::path cacheFile(const TuningKey& key, std::string_view ending);

/// Puts a text there, with its folder. Throws FileError, also where the path is empty.
void writeCacheFile(const std::filesystem::path& path, const std::string& text);

/// 16 hexadecimal digits (FNV-1a): names, not secrets.
std::string digest(std::string_view text);

/// Of a text as /proc/cpuinfo: what makes the first processor run code as it does, not how fast its clock is just now.
std::string processorIn(std::string_view cpuinfo);

} // namespace tessera::gpu
