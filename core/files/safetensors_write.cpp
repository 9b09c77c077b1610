// SPDX-License-Identifier: Apache-2.0
#include "core/files/safetensors_write.h"

#include "core/files/byte_stream.h"
#include "core/files/half.h"

#include <cassert>
#include <cstring>
#include <nlohmann/json.hpp>

namespace tessera::core {

void SafetensorsPieces::add(const Weight& weight, const std::string& dtype)
{
    assert(dtype == "F32" || dtype == "F16" || dtype == "BF16");
    std::vector<std::byte> halves;
    if (dtype != "F32") {
        ByteWriter writer;
        for (const float value : weight.values)
            writer.number(dtype == "F16" ? halfOf(value) : bfloatOf(value));
        halves = writer.take();
    }
    m_parts.push_back({&weight, dtype, std::move(halves)});
}

std::vector<std::span<const std::byte>> SafetensorsPieces::finish()
{
    constexpr std::size_t kAlignment = 8;
    nlohmann::ordered_json header;
    header["__metadata__"] = {{"format", "pt"}};
    std::vector<std::span<const std::byte>> pieces{{}};
    std::uint64_t end = 0;
    for (const Part& part : m_parts) {
        const std::span<const std::byte> bytes = part.dtype == "F32" ? std::as_bytes(std::span(part.weight->values))
                                                                     : std::span<const std::byte>(part.halves);
        header[part.weight->name] = {
            {"dtype", part.dtype}, {"shape", part.weight->shape}, {"data_offsets", {end, end + bytes.size()}}};
        end += bytes.size();
        pieces.push_back(bytes);
    }
    std::string text = header.dump();
    text.append((kAlignment - text.size() % kAlignment) % kAlignment, ' ');
    const auto size = static_cast<std::uint64_t>(text.size());
    m_header.assign(sizeof(size), '\0');
    std::memcpy(m_header.data(), &size, sizeof(size));
    m_header += text;
    pieces.front() = std::as_bytes(std::span(m_header));
    return pieces;
}

} // namespace tessera::core
