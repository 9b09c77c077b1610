// SPDX-License-Identifier: Apache-2.0
// Checksums and offsets guard the way in. So an input that begins with 'P' is the archive itself; of any other an
// archive is made, whose entries are the pickle (up to a 0xFF 0xFF) and a storage of what follows it.
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/memory_file.h"

#include "core/error.h"
#include "core/files/torch_checkpoint.h"
#include "tests/support/torch_bytes.h"

#include <string>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace tessera;
    std::string input(reinterpret_cast<const char*>(data), size);
    if (!input.empty() && input.front() != 'P') {
        const std::size_t end = std::min(input.find("\xff\xff"), input.size());
        const std::string storage = end < input.size() ? input.substr(end + 2) : std::string();
        input = tests::torchZip(input.substr(0, end), {{"0", storage}}).bytes();
    }
    const fuzz::MemoryFile memory(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
    try {
        const auto source = core::openTorchCheckpoint(memory.path());
        for (std::size_t i = 0; i < source->entries().size(); ++i)
            source->read(i);
    } catch (const core::Error&) {
        // Refused, which is fine.
    }
    return 0;
}
