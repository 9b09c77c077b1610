// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/fuzz_target.h"

#include "core/error.h"
#include "core/files/copied_codes.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    try {
        const auto copied = tessera::core::readCopiedCodes({reinterpret_cast<const std::byte*>(data), size});
        if (tessera::core::readCopiedCodes(tessera::core::toBytes(copied)) != copied)
            __builtin_trap();
    } catch (const tessera::core::Error&) {
        // Refused, which is fine.
    }
    return 0;
}
