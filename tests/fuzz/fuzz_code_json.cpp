// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/fuzz_target.h"

#include "core/error.h"
#include "core/files/code_json.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    try {
        tessera::core::toIndexMap(tessera::core::codesFromJson({reinterpret_cast<const char*>(data), size}), "input");
    } catch (const tessera::core::Error&) {
        // Refused, which is fine.
    }
    return 0;
}
