// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/memory_file.h"

#include "core/error.h"
#include "core/files/npy.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const tessera::fuzz::MemoryFile memory(data, size);
    try {
        const tessera::core::NpyArray array = tessera::core::readNpy(memory.path());
        if (array.isInteger())
            tessera::core::toIndexMap(array, "input");
        else
            tessera::core::toTensor(array, "input");
    } catch (const tessera::core::Error&) {
        // Refused, which is fine.
    }
    return 0;
}
