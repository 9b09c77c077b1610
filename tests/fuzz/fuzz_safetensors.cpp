// SPDX-License-Identifier: Apache-2.0
// The header's length guards the way in, so the input is the header and the length is put in front of it; the first
// two bytes say how many bytes of data follow.
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/memory_file.h"

#include "core/error.h"
#include "core/files/safetensors.h"

#include <vector>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 2)
        return 0;
    const std::size_t following = static_cast<std::size_t>(data[0]) | static_cast<std::size_t>(data[1]) << 8U;
    const std::size_t header = size - 2;
    std::vector<std::uint8_t> file;
    for (unsigned i = 0; i < 8; ++i)
        file.push_back(static_cast<std::uint8_t>(header >> (8 * i)));
    file.insert(file.end(), data + 2, data + size);
    file.resize(file.size() + following, 0x7F);
    const tessera::fuzz::MemoryFile memory(file.data(), file.size());
    try {
        const auto source = tessera::core::openSafetensors(memory.path());
        for (std::size_t i = 0; i < source->entries().size(); ++i)
            source->read(i);
    } catch (const tessera::core::Error&) {
        // Refused, which is fine.
    }
    return 0;
}
