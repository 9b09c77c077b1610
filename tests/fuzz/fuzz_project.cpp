// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/fuzz_target.h"

#include "core/error.h"
#include "core/files/history_log.h"
#include "core/files/journal.h"

#include <cstdlib>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace tessera;
    const auto bytes = std::as_bytes(std::span(data, size));
    core::readLog(bytes);
    try {
        core::readJournal(bytes);
    } catch (const core::Error&) {
    }
    try {
        core::Project project = core::readProject(bytes);
        // What was read must be whole: it can be written, and read again.
        const std::vector<std::byte> again = core::writeProject(project);
        if (core::readProject(again).state.codes != project.state.codes)
            std::abort();
        core::replayEvents(bytes, project);
    } catch (const core::Error&) {
        // Refused, which is fine.
    }
    return 0;
}
