// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/fuzz_target.h"

#include "core/error.h"
#include "core/model/config.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    try {
        tessera::core::parseConfig({reinterpret_cast<const char*>(data), size}, "config.json");
    } catch (const tessera::core::Error&) {
        // Refused, which is fine.
    }
    return 0;
}
