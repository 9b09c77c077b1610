// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/memory_file.h"

#include "core/model/trainer_settings.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const tessera::fuzz::MemoryFile memory(data, size);
    const auto settings = tessera::core::readTrainerSettings(memory.path());
    tessera::core::differences(settings, {});
    return 0;
}
