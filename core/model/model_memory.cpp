// SPDX-License-Identifier: Apache-2.0
#include "core/model/model_memory.h"

#include "core/error.h"
#include "core/text.h"

#include <string>

namespace tessera::core {

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
