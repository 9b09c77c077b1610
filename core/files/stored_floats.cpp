// SPDX-License-Identifier: Apache-2.0
#include "core/files/stored_floats.h"

#include "core/files/half.h"
#include "core/files/safetensors_header.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <vector>

namespace tessera::core {

namespace {

static_assert(std::endian::native == std::endian::little, "files are little-endian and read as they are");

template <class From, class Convert>
void convertAll(std::span<const std::byte> bytes, std::span<float> to, Convert convert)
{
    assert(bytes.size() == to.size() * sizeof(From));
    for (std::size_t i = 0; i < to.size(); ++i) {
        From value;
        std::memcpy(&value, bytes.data() + i * sizeof(From), sizeof(From));
        to[i] = convert(value);
    }
}

} // namespace

bool isFloatDtype(std::string_view dtype)
{
    return dtype == "F32" || dtype == "F16" || dtype == "BF16" || dtype == "F64";
}

void convertFloats(std::string_view dtype, std::span<const std::byte> bytes, std::span<float> to)
{
    if (dtype == "F32")
        convertAll<float>(bytes, to, [](float value) { return value; });
    else if (dtype == "F16")
        convertAll<std::uint16_t>(bytes, to, halfToFloat);
    else if (dtype == "BF16")
        convertAll<std::uint16_t>(bytes, to, bfloatToFloat);
    else
        convertAll<double>(bytes, to, [](double value) { return static_cast<float>(value); });
}

void readFloats(const InputFile& file, std::uint64_t begin, std::string_view dtype, std::span<float> to)
{
    if (dtype == "F32") {
        file.read(begin, std::as_writable_bytes(to));
        return;
    }
    constexpr std::size_t kPiece = 1 << 18;
    const std::size_t valueBytes = dtypeBytes(dtype);
    std::vector<std::byte> bytes(std::min(kPiece, to.size()) * valueBytes);
    for (std::size_t done = 0; done < to.size(); done += kPiece) {
        const std::size_t count = std::min(kPiece, to.size() - done);
        const std::span piece = std::span(bytes).first(count * valueBytes);
        file.read(begin + done * valueBytes, piece);
        convertFloats(dtype, piece, to.subspan(done, count));
    }
}

} // namespace tessera::core
