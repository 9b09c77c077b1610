// SPDX-License-Identifier: Apache-2.0
// Lengths and checksums guard the way into a journal, so the input is a row of records without them: two bytes of
// length, then the record's body. Inputs that begin with a zero byte are taken as they are, behind it.
#include "tests/fuzz/fuzz_target.h"

#include "core/error.h"
#include "core/files/byte_stream.h"
#include "core/files/journal.h"
#include "core/index_map.h"
#include "tests/core/made_project.h"

#include <algorithm>
#include <cstdlib>
#include <zlib.h>

namespace {

std::vector<std::byte> withHeads(std::span<const std::byte> bytes)
{
    tessera::core::ByteWriter journal;
    while (bytes.size() > 2) {
        const std::size_t said = std::to_integer<std::size_t>(bytes[0]) | std::to_integer<std::size_t>(bytes[1]) << 8U;
        const std::span<const std::byte> body = bytes.subspan(2, std::min(said, bytes.size() - 2));
        journal.number(static_cast<std::uint32_t>(body.size()));
        journal.number(
            static_cast<std::uint32_t>(::crc32_z(0, reinterpret_cast<const Bytef*>(body.data()), body.size())));
        journal.bytes(body);
        bytes = bytes.subspan(2 + body.size());
    }
    return journal.take();
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace tessera;
    if (size == 0)
        return 0;
    const std::span<const std::byte> input = std::as_bytes(std::span(data, size)).subspan(1);
    core::Project project = tests::madeProject();
    const std::vector<std::byte> records
        = data[0] == 0 ? std::vector<std::byte>(input.begin(), input.end()) : withHeads(input);
    core::replayEvents(records, project);
    try {
        core::readJournal(records);
    } catch (const core::Error&) { // its first record is no project
    }
    const core::IndexMap& codes = project.state.codes;
    if (codes.rows != 7 || codes.cols != 11
        || !std::ranges::all_of(codes.codes, [](std::int32_t code) { return code >= 0 && code < 300; }))
        std::abort(); // codes that no model has
    return 0;
}
