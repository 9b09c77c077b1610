// SPDX-License-Identifier: Apache-2.0
#include "core/files/copied_codes.h"

#include "core/edit/region_sets.h"
#include "core/error.h"
#include "core/text.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <string_view>

namespace tessera::core {
namespace {

constexpr std::string_view kLetters = "tsrcode1";
constexpr std::size_t kNumbers = 5;
constexpr std::size_t kHeader = kLetters.size() + kNumbers * sizeof(std::uint32_t);
constexpr std::size_t kHashDigits = 64;
constexpr std::size_t kLongestName = 256;
constexpr std::uint32_t kLongestSide = 1U << 16;
constexpr std::uint64_t kCellBytes = sizeof(std::int32_t) + 1;

static_assert(std::endian::native == std::endian::little);

void append(std::vector<std::byte>& bytes, const void* data, std::size_t size)
{
    const auto* begin = static_cast<const std::byte*>(data);
    bytes.insert(bytes.end(), begin, begin + size);
}

[[noreturn]] void refuse(const std::string& why)
{
    throw FormatError("the codes in the clipboard are damaged: " + why);
}

std::string textAt(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void check(const CopiedCodes& copied)
{
    const bool isHash = std::ranges::all_of(
        copied.codebook, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
    if (!isHash)
        refuse("the hash of their codebook is none");
    const CodeBlock& block = copied.block;
    for (std::size_t i = 0; i < block.codes.size(); ++i) {
        if (block.mask[i] > 1)
            refuse("cell " + std::to_string(i) + " is neither in nor out");
        if (block.codes[i] < 0 || block.codes[i] >= copied.codes || (block.mask[i] == 0 && block.codes[i] != 0))
            refuse("cell " + std::to_string(i) + " has code " + std::to_string(block.codes[i]) + ", and there are "
                   + std::to_string(copied.codes));
    }
    const Region cells{{0, 0, block.rows, block.cols}, block.mask};
    if (tightened(cells).bounds != cells.bounds)
        refuse("there are empty rows or columns around them");
}

} // namespace

std::vector<std::byte> toBytes(const CopiedCodes& copied)
{
    assert(copied.codebook.size() == kHashDigits && !copied.block.isEmpty());
    const std::string name = copied.model.substr(0, kLongestName);
    const std::uint32_t numbers[kNumbers]
        = {static_cast<std::uint32_t>(copied.block.rows), static_cast<std::uint32_t>(copied.block.cols),
           static_cast<std::uint32_t>(copied.codes), static_cast<std::uint32_t>(copied.codebook.size()),
           static_cast<std::uint32_t>(name.size())};
    std::vector<std::byte> bytes;
    bytes.reserve(kHeader + kHashDigits + name.size() + copied.block.codes.size() * kCellBytes);
    append(bytes, kLetters.data(), kLetters.size());
    append(bytes, numbers, sizeof numbers);
    append(bytes, copied.codebook.data(), copied.codebook.size());
    append(bytes, name.data(), name.size());
    append(bytes, copied.block.codes.data(), copied.block.codes.size() * sizeof(std::int32_t));
    append(bytes, copied.block.mask.data(), copied.block.mask.size());
    return bytes;
}

CopiedCodes readCopiedCodes(std::span<const std::byte> bytes)
{
    if (bytes.size() < kHeader || std::memcmp(bytes.data(), kLetters.data(), kLetters.size()) != 0)
        refuse("they do not begin as codes of this version do");
    std::uint32_t numbers[kNumbers];
    std::memcpy(numbers, bytes.data() + kLetters.size(), sizeof numbers);
    const auto [rows, cols, codes, hashDigits, nameLength] = numbers;
    if (rows < 1 || rows > kLongestSide || cols < 1 || cols > kLongestSide)
        refuse(std::to_string(rows) + " rows and " + std::to_string(cols) + " columns");
    if (codes < 1 || codes > INT32_MAX || hashDigits != kHashDigits || nameLength > kLongestName)
        refuse("their model is not described as it should be");
    const std::uint64_t cells = std::uint64_t{rows} * cols;
    const std::uint64_t expected = kHeader + kHashDigits + nameLength + cells * kCellBytes;
    if (bytes.size() != expected)
        refuse(grouped(bytes.size()) + " bytes instead of " + grouped(expected));
    CopiedCodes copied;
    bytes = bytes.subspan(kHeader);
    copied.codes = codes;
    copied.codebook = textAt(bytes.first(kHashDigits));
    copied.model = printable(textAt(bytes.subspan(kHashDigits, nameLength)), kLongestName);
    bytes = bytes.subspan(kHashDigits + nameLength);
    copied.block.rows = static_cast<int>(rows);
    copied.block.cols = static_cast<int>(cols);
    copied.block.codes.resize(cells);
    copied.block.mask.resize(cells);
    std::memcpy(copied.block.codes.data(), bytes.data(), cells * sizeof(std::int32_t));
    std::memcpy(copied.block.mask.data(), bytes.data() + cells * sizeof(std::int32_t), cells);
    check(copied);
    return copied;
}

} // namespace tessera::core
