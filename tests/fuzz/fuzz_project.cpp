// SPDX-License-Identifier: Apache-2.0
// Checksums and offsets guard the way in. So an input that begins with 'P' is the archive itself; any other is a row of
// entries of which an archive is made: a byte that says the entry's name, two of length, then its bytes.
#include "tests/fuzz/fuzz_target.h"

#include "core/error.h"
#include "core/files/history_log.h"
#include "core/files/journal.h"
#include "core/files/zip.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

namespace {

std::vector<std::byte> archiveOf(std::span<const std::byte> input)
{
    static const std::array<std::string, 12> s_names
        = {"manifest.json", "codes0.npy",   "codes.npy",         "history.bin", "selection.bin",     "input",
           "thumb.png",     "stamps/1.npy", "stamps/1-mask.npy", "stamps/2.npy", "stamps/2-mask.npy", "model/config.json"};
    tessera::core::ZipWriter zip;
    std::array<bool, s_names.size()> isThere{};
    while (input.size() > 3) {
        const std::size_t name = std::to_integer<std::size_t>(input[0]) % s_names.size();
        const std::size_t said = std::to_integer<std::size_t>(input[1]) | std::to_integer<std::size_t>(input[2]) << 8U;
        const std::span<const std::byte> bytes = input.subspan(3, std::min(said, input.size() - 3));
        if (!isThere[name])
            zip.add(s_names[name], {bytes.begin(), bytes.end()});
        isThere[name] = true;
        input = input.subspan(3 + bytes.size());
    }
    const bool isEmpty = std::ranges::none_of(isThere, std::identity{});
    return isEmpty ? std::vector<std::byte>{} : zip.finish(); // libzip makes no archive of nothing
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace tessera;
    const std::span<const std::byte> input = std::as_bytes(std::span(data, size));
    const std::vector<std::byte> bytes
        = size > 0 && data[0] != 'P' ? archiveOf(input) : std::vector<std::byte>(input.begin(), input.end());
    core::readLog(input, {0, 0, 64, 64}, [](const core::HistoryEvent&) { return true; });
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
        core::replayEvents(input, project);
    } catch (const core::Error&) {
        // Refused, which is fine.
    }
    return 0;
}
