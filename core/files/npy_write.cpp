// SPDX-License-Identifier: Apache-2.0
#include "core/atomic_file.h"
#include "core/files/npy.h"
#include "core/text.h"

#include <bit>
#include <cstring>
#include <span>

namespace tessera::core {

namespace {

static_assert(std::endian::native == std::endian::little, "values are written as they are in memory");

/// Version 1.0, byte for byte as NumPy writes it.
std::vector<std::byte> fileBytes(const std::string& dtype, const std::vector<std::int64_t>& shape,
                                 std::span<const std::byte> values)
{
    std::string header = "{'descr': '" + dtype + "', 'fortran_order': False, 'shape': " + shapeText(shape) + ", }";
    constexpr std::size_t kBefore = 10, kAlignment = 64; // so that values can be mapped
    const std::size_t total = (kBefore + header.size() + 1 + kAlignment - 1) / kAlignment * kAlignment;
    header.resize(total - kBefore - 1, ' ');
    header += '\n';
    std::string start("\x93NUMPY");
    start += {'\1', '\0', static_cast<char>(header.size() & 0xFFU), static_cast<char>(header.size() >> 8)};
    start += header;
    std::vector<std::byte> file(start.size() + values.size());
    std::memcpy(file.data(), start.data(), start.size());
    if (!values.empty())
        std::memcpy(file.data() + start.size(), values.data(), values.size());
    return file;
}

} // namespace

void writeNpy(const std::filesystem::path& file, const Tensor& tensor)
{
    const Shape& shape = tensor.shape;
    writeFileAtomically(
        file, fileBytes("<f4", {shape.n, shape.c, shape.h, shape.w}, std::as_bytes(std::span(tensor.values))));
}

void writeNpy(const std::filesystem::path& file, const IndexMap& codes)
{
    writeFileAtomically(file, npyBytes(codes));
}

std::vector<std::byte> npyBytes(const IndexMap& codes)
{
    const std::vector<std::int64_t> values(codes.codes.begin(), codes.codes.end());
    return fileBytes("<i8", {codes.count, codes.rows, codes.cols}, std::as_bytes(std::span(values)));
}

std::vector<std::byte> npyBytes(std::int64_t number)
{
    return fileBytes("<i8", {}, std::as_bytes(std::span(&number, 1)));
}

std::vector<std::byte> npyBytes(const std::string& text)
{
    const std::u32string characters = characterNumbers(text);
    return fileBytes("<U" + std::to_string(characters.size()), {}, std::as_bytes(std::span(characters)));
}

} // namespace tessera::core
