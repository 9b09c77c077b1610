// SPDX-License-Identifier: Apache-2.0
#include "core/model/model_memory.h"

#include "core/error.h"
#include "core/text.h"

#include <fstream>
#include <limits>
#include <string>

namespace tessera::core {

std::optional<std::uint64_t> availableMemory()
{
    std::ifstream table("/proc/meminfo");
    std::string name;
    std::uint64_t kilobytes = 0;
    // "MemAvailable:    8123456 kB"
    while (table >> name >> kilobytes) {
        if (name == "MemAvailable:")
            return kilobytes * 1024;
        table.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
    }
    return {};
}

void checkWeightMemory(std::int64_t parameters, std::optional<std::uint64_t> available)
{
    const std::uint64_t needed = static_cast<std::uint64_t>(parameters) * sizeof(float);
    const std::string found = "needs " + grouped(needed) + " bytes of memory for its weights; ";
    if (needed > kMostWeightBytes)
        throw FormatError(found + "expected at most " + grouped(kMostWeightBytes) + ": choose a smaller model");
    if (available && needed > *available)
        throw FormatError(found + "this machine has " + grouped(*available)
                          + " available: close other programs, or choose a smaller model");
}

} // namespace tessera::core
