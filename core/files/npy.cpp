// SPDX-License-Identifier: Apache-2.0
#include "core/files/npy.h"

#include "core/atomic_file.h"
#include "core/error.h"
#include "core/files/bounded_file.h"
#include "core/files/half.h"
#include "core/files/npy_header.h"
#include "core/text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <span>
#include <string_view>

namespace tessera::core {

namespace {

static_assert(std::endian::native == std::endian::little, "values are written as they are in memory");

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::int64_t kMostCells = std::int64_t{1} << 24;  ///< of all index maps in a file
constexpr std::int64_t kMostBytes = std::int64_t{1} << 30; ///< of the values

/// "(3, 4)".
std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text = "(";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
    return text + (shape.size() == 1 ? ",)" : ")");
}

struct HeaderPlace {
    std::uint64_t begin = 0;
    std::uint64_t length = 0;
};

/// Checks magic, version and header length against the file.
HeaderPlace findHeader(const InputFile& file)
{
    std::vector<std::byte> head(std::min<std::uint64_t>(file.size(), 512));
    file.read(0, head);
    const std::string_view text(reinterpret_cast<const char*>(head.data()), head.size());
    if (head.empty())
        throw FormatError("the file is empty; expected a .npy array");
    if (!text.starts_with(kMagic)) {
        const std::string kind = looksLike(head);
        throw FormatError((kind.empty() ? "the file is not a .npy array" : "the file is " + kind)
                          + "; expected a NumPy array, which begins with \\x93NUMPY");
    }
    const auto byte = [&](std::size_t i) { return i < head.size() ? std::to_integer<unsigned>(head[i]) : 0U; };
    const unsigned major = byte(6), minor = byte(7);
    const std::size_t lengthBytes = major == 1 ? 2 : 4;
    if (head.size() < 8 + lengthBytes)
        throw FormatError("the file is cut within its first bytes; expected a .npy array");
    if (major < 1 || major > 3 || minor != 0)
        throw FormatError("the file has version " + std::to_string(major) + "." + std::to_string(minor)
                          + " of the .npy format; expected 1.0, 2.0 or 3.0");
    HeaderPlace place{8 + lengthBytes, 0};
    for (std::size_t i = 0; i < lengthBytes; ++i)
        place.length |= std::uint64_t{byte(8 + i)} << (8 * i);
    if (place.length > kMostNpyHeaderBytes)
        throw FormatError("the header should have " + grouped(place.length) + " bytes; expected at most "
                          + grouped(kMostNpyHeaderBytes));
    if (place.length > file.size() - place.begin)
        throw FormatError("the header should have " + grouped(place.length) + " bytes, but only "
                          + grouped(file.size() - place.begin) + " follow; the file is cut");
    return place;
}

/// Bytes of the values, checked against the limits and what follows the header.
std::size_t checkedBytes(const NpyHeader& header, std::uint64_t following)
{
    std::int64_t bytes = header.valueBytes;
    bool overflow = false;
    // A zero anywhere makes the product zero, whatever the other sides are.
    const bool empty = std::find(header.shape.begin(), header.shape.end(), 0) != header.shape.end();
    for (const std::int64_t side : header.shape)
        overflow = (!empty && __builtin_mul_overflow(bytes, side, &bytes)) || overflow;
    if (empty)
        bytes = 0;
    const std::string what = "an array of shape " + printable(shapeText(header.shape)) + " and type " + header.dtype();
    if (overflow || bytes > kMostBytes)
        throw FormatError(what + " is too large; expected at most " + grouped(kMostBytes) + " bytes");
    if (header.kind != 'f' && bytes / header.valueBytes > kMostCells)
        throw FormatError(what + " is too large for index maps; expected at most " + grouped(kMostCells) + " cells");
    if (static_cast<std::uint64_t>(bytes) != following)
        throw FormatError(what + " needs " + grouped(static_cast<std::uint64_t>(bytes)) + " bytes, but "
                          + grouped(following) + " follow the header"
                          + (static_cast<std::uint64_t>(bytes) > following ? "; the file is cut" : ""));
    return static_cast<std::size_t>(bytes);
}

void swapBytes(std::vector<std::byte>& bytes, std::size_t valueBytes)
{
    for (std::size_t i = 0; i < bytes.size(); i += valueBytes)
        std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(i),
                     bytes.begin() + static_cast<std::ptrdiff_t>(i + valueBytes));
}

/// First index fastest -> last index fastest.
std::vector<std::byte> toRowMajor(const std::vector<std::byte>& bytes, const std::vector<std::int64_t>& shape,
                                  std::size_t valueBytes)
{
    std::vector<std::byte> sorted(bytes.size());
    std::vector<std::int64_t> position(shape.size());
    for (std::size_t to = 0; to < bytes.size(); to += valueBytes) {
        std::int64_t from = 0;
        for (std::size_t axis = shape.size(); axis-- > 0;)
            from = from * shape[axis] + position[axis];
        std::memcpy(&sorted[to], &bytes[static_cast<std::size_t>(from) * valueBytes], valueBytes);
        for (std::size_t axis = shape.size(); axis-- > 0 && ++position[axis] == shape[axis];)
            position[axis] = 0;
    }
    return sorted;
}

template <class Value>
Value valueAt(const NpyArray& array, std::size_t i)
{
    Value value;
    std::memcpy(&value, array.bytes.data() + i * sizeof(Value), sizeof(Value));
    return value;
}

/// Where value `i` of an index map stands: "row 2, column 3", with the map's number in a batch.
std::string cellText(const IndexMap& map, std::size_t i)
{
    const auto place = static_cast<std::int64_t>(i);
    const std::int64_t cell = place % map.cells();
    return "row " + std::to_string(cell / map.cols) + ", column " + std::to_string(cell % map.cols)
        + (map.count > 1 ? " of map " + std::to_string(place / map.cells()) : "");
}

template <class Value>
void fillCodes(const NpyArray& array, const std::string& name, IndexMap& map)
{
    for (std::size_t i = 0; i < map.codes.size(); ++i) {
        const auto value = valueAt<Value>(array, i);
        if (!std::in_range<std::int32_t>(value) || value < 0)
            throw FormatError(name + ": the index at " + cellText(map, i) + " is " + std::to_string(value)
                              + "; expected 0 to " + std::to_string(std::numeric_limits<std::int32_t>::max()));
        map.codes[i] = static_cast<std::int32_t>(value);
    }
}

void write(const std::filesystem::path& path, const std::string& dtype, const std::vector<std::int64_t>& shape,
           std::span<const std::byte> values)
{
    std::string header = "{'descr': '" + dtype + "', 'fortran_order': False, 'shape': " + shapeText(shape) + ", }";
    constexpr std::size_t kBefore = 10, kAlignment = 64; // so that values can be mapped
    const std::size_t total = (kBefore + header.size() + 1 + kAlignment - 1) / kAlignment * kAlignment;
    header.resize(total - kBefore - 1, ' ');
    header += '\n';
    std::string start(kMagic);
    start += {'\1', '\0', static_cast<char>(header.size() & 0xFFU), static_cast<char>(header.size() >> 8)};
    start += header;
    std::vector<std::byte> file(start.size() + values.size());
    std::memcpy(file.data(), start.data(), start.size());
    if (!values.empty())
        std::memcpy(file.data() + start.size(), values.data(), values.size());
    writeFileAtomically(path, file);
}

} // namespace

bool NpyArray::isInteger() const { return dtype.size() == 3 && (dtype[1] == 'i' || dtype[1] == 'u'); }

NpyArray readNpy(const std::filesystem::path& path)
{
    const InputFile file(path);
    return withContext(printable(path.string()), [&] {
        const HeaderPlace place = findHeader(file);
        std::string text(place.length, '\0');
        file.read(place.begin, std::as_writable_bytes(std::span(text)));
        const NpyHeader header = parseNpyHeader(text);
        const std::uint64_t begin = place.begin + place.length;
        NpyArray array{header.dtype(), header.shape, {}};
        array.bytes.resize(checkedBytes(header, file.size() - begin));
        file.read(begin, array.bytes);
        const auto valueBytes = static_cast<std::size_t>(header.valueBytes);
        if (header.bigEndian)
            swapBytes(array.bytes, valueBytes);
        if (header.fortranOrder && header.shape.size() > 1)
            array.bytes = toRowMajor(array.bytes, header.shape, valueBytes);
        return array;
    });
}

Tensor toTensor(const NpyArray& array, const std::string& name)
{
    const std::vector<std::int64_t>& shape = array.shape;
    const bool allPositive = std::all_of(shape.begin(), shape.end(), [](std::int64_t side) { return side > 0; });
    if (shape.size() != 4 || !allPositive)
        throw ShapeError(name + ": an array of shape " + printable(shapeText(shape))
                         + "; expected four sides (N, C, H, W), none of them zero");
    Tensor tensor({shape[0], shape[1], shape[2], shape[3]});
    for (std::size_t i = 0; i < tensor.values.size(); ++i) {
        if (array.dtype == "<f4")
            tensor.values[i] = valueAt<float>(array, i);
        else if (array.dtype == "<f2")
            tensor.values[i] = halfToFloat(valueAt<std::uint16_t>(array, i));
        else if (array.dtype == "<f8")
            tensor.values[i] = static_cast<float>(valueAt<double>(array, i));
        else
            throw FormatError(name + ": an array of type " + inQuotes(array.dtype) + "; expected floats");
    }
    return tensor;
}

IndexMap toIndexMap(const NpyArray& array, const std::string& name)
{
    if (!array.isInteger())
        throw FormatError(name + ": an array of " + (array.dtype == "|b1" ? "bool" : "floats") + " (dtype "
                          + inQuotes(array.dtype) + "); expected the integers of an index map");
    const std::vector<std::int64_t>& shape = array.shape;
    const bool allPositive = std::all_of(shape.begin(), shape.end(), [](std::int64_t side) { return side > 0; });
    if (shape.size() < 2 || shape.size() > 3 || !allPositive)
        throw ShapeError(name + ": an array of shape " + printable(shapeText(shape))
                         + "; expected an index map (h, w) or several (N, h, w), no side zero");
    const bool batch = shape.size() == 3;
    IndexMap map(batch ? shape[0] : 1, shape[batch ? 1 : 0], shape[batch ? 2 : 1]);
    const bool isSigned = array.dtype[1] == 'i';
    switch (array.dtype[2]) {
    case '1': isSigned ? fillCodes<std::int8_t>(array, name, map) : fillCodes<std::uint8_t>(array, name, map); break;
    case '2': isSigned ? fillCodes<std::int16_t>(array, name, map) : fillCodes<std::uint16_t>(array, name, map); break;
    case '4': isSigned ? fillCodes<std::int32_t>(array, name, map) : fillCodes<std::uint32_t>(array, name, map); break;
    default: isSigned ? fillCodes<std::int64_t>(array, name, map) : fillCodes<std::uint64_t>(array, name, map); break;
    }
    return map;
}

void writeNpy(const std::filesystem::path& file, const Tensor& tensor)
{
    const Shape& shape = tensor.shape;
    write(file, "<f4", {shape.n, shape.c, shape.h, shape.w}, std::as_bytes(std::span(tensor.values)));
}

void writeNpy(const std::filesystem::path& file, const IndexMap& codes)
{
    const std::vector<std::int64_t> values(codes.codes.begin(), codes.codes.end());
    write(file, "<i8", {codes.count, codes.rows, codes.cols}, std::as_bytes(std::span(values)));
}

} // namespace tessera::core
