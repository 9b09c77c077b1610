// SPDX-License-Identifier: Apache-2.0
#include "core/files/npy.h"

#include "core/error.h"
#include "core/files/bounded_file.h"
#include "core/files/half.h"
#include "core/files/npy_header.h"
#include "core/text.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>
#include <limits>
#include <span>
#include <string_view>
#include <utility>

namespace tessera::core {

namespace {

static_assert(std::endian::native == std::endian::little, "values are written as they are in memory");

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::int64_t kMostBytes = std::int64_t{1} << 30; ///< of the values

/// Any file's bytes, wherever they lie.
struct Source {
    std::uint64_t size = 0;
    std::function<void(std::uint64_t offset, std::span<std::byte> to)> read;
};

struct HeaderPlace {
    std::uint64_t begin = 0;
    std::uint64_t length = 0;
};

/// Checks magic, version and header length against the file.
HeaderPlace findHeader(const Source& file)
{
    std::vector<std::byte> head(std::min<std::uint64_t>(file.size, 512));
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
    if (place.length > file.size - place.begin)
        throw FormatError("the header should have " + grouped(place.length) + " bytes, but only "
                          + grouped(file.size - place.begin) + " follow; the file is cut");
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

template <class Value>
void takeNumbers(const NpyArray& array, const std::string& name, CodeArray& to)
{
    for (std::size_t i = 0; i < to.values.size(); ++i) {
        const auto value = valueAt<Value>(array, i);
        if (!std::in_range<std::int64_t>(value))
            throw FormatError(name + ": the index at " + placeText(to.shape, i) + " is " + std::to_string(value)
                              + "; expected 0 to " + std::to_string(std::numeric_limits<std::int32_t>::max()));
        to.values[i] = static_cast<std::int64_t>(value);
    }
}

struct Values {
    NpyHeader header;
    std::uint64_t begin = 0; ///< their offset in the file
    std::size_t bytes = 0;
};

Values findValues(const Source& file, bool texts)
{
    const HeaderPlace place = findHeader(file);
    std::string text(place.length, '\0');
    file.read(place.begin, std::as_writable_bytes(std::span(text)));
    Values values{parseNpyHeader(text, texts), place.begin + place.length, 0};
    values.bytes = checkedBytes(values.header, file.size - values.begin);
    return values;
}

NpyArray readArray(const Source& file, bool texts)
{
    const auto [header, begin, bytes] = findValues(file, texts);
    NpyArray array{header.dtype(), header.shape, std::vector<std::byte>(bytes)};
    file.read(begin, array.bytes);
    const auto valueBytes = static_cast<std::size_t>(header.valueBytes);
    if (header.bigEndian)
        swapBytes(array.bytes, header.kind == 'U' ? sizeof(char32_t) : valueBytes);
    if (header.fortranOrder && header.shape.size() > 1)
        array.bytes = toRowMajor(array.bytes, header.shape, valueBytes);
    return array;
}

/// The reader of an open file.
auto readerOf(const InputFile& file)
{
    return [&file](std::uint64_t offset, std::span<std::byte> to) { file.read(offset, to); };
}

} // namespace

bool NpyArray::isInteger() const { return dtype.size() == 3 && (dtype[1] == 'i' || dtype[1] == 'u'); }

bool NpyArray::isFloat() const { return dtype == "<f2" || dtype == "<f4" || dtype == "<f8"; }

NpyArray readNpyHead(const std::filesystem::path& path)
{
    const InputFile file(path);
    return withContext(printable(path.string()), [&] {
        const Values values = findValues({file.size(), readerOf(file)}, false);
        return NpyArray{values.header.dtype(), values.header.shape, {}};
    });
}

NpyArray readNpy(const std::filesystem::path& path)
{
    const InputFile file(path);
    return withContext(printable(path.string()), [&] { return readArray({file.size(), readerOf(file)}, false); });
}

NpyArray parseNpy(std::span<const std::byte> file, bool texts)
{
    const auto read = [file](std::uint64_t offset, std::span<std::byte> to) {
        std::ranges::copy(file.subspan(static_cast<std::size_t>(offset), to.size()), to.begin());
    };
    return readArray({file.size(), read}, texts);
}

Shape checkHoldsTensor(const NpyArray& array, const std::string& name)
{
    const std::vector<std::int64_t>& shape = array.shape;
    const bool allPositive = std::all_of(shape.begin(), shape.end(), [](std::int64_t side) { return side > 0; });
    if (shape.size() != 4 || !allPositive)
        throw ShapeError(name + ": an array of shape " + printable(shapeText(shape))
                         + "; expected four sides (N, C, H, W), none of them zero");
    if (!array.isFloat())
        throw FormatError(name + ": an array of type " + inQuotes(array.dtype) + "; expected floats");
    return {shape[0], shape[1], shape[2], shape[3]};
}

Tensor toTensor(const NpyArray& array, const std::string& name)
{
    Tensor tensor(checkHoldsTensor(array, name));
    for (std::size_t i = 0; i < tensor.values.size(); ++i) {
        if (array.dtype == "<f4")
            tensor.values[i] = valueAt<float>(array, i);
        else if (array.dtype == "<f2")
            tensor.values[i] = halfToFloat(valueAt<std::uint16_t>(array, i));
        else
            tensor.values[i] = static_cast<float>(valueAt<double>(array, i));
    }
    return tensor;
}

void checkHoldsCodes(const NpyArray& array, const std::string& name)
{
    if (!array.isInteger())
        throw FormatError(name + ": an array of " + (array.dtype == "|b1" ? "bool" : "floats") + " (dtype "
                          + inQuotes(array.dtype) + "); expected the integers of an index map"
                          + (array.dtype == "|b1" ? "" : ", which astype(\"int64\") makes of codes"));
}

CodeArray toCodeArray(const NpyArray& array, const std::string& name)
{
    checkHoldsCodes(array, name);
    CodeArray result{array.shape, {}};
    const bool isSigned = array.dtype[1] == 'i';
    const auto valueBytes = static_cast<std::size_t>(array.dtype[2] - '0');
    result.values.resize(array.bytes.size() / valueBytes);
    const auto take = [&]<class Signed, class Unsigned>(Signed, Unsigned) {
        isSigned ? takeNumbers<Signed>(array, name, result) : takeNumbers<Unsigned>(array, name, result);
    };
    switch (valueBytes) {
    case 1: take(std::int8_t{}, std::uint8_t{}); break;
    case 2: take(std::int16_t{}, std::uint16_t{}); break;
    case 4: take(std::int32_t{}, std::uint32_t{}); break;
    default: take(std::int64_t{}, std::uint64_t{}); break;
    }
    return result;
}

IndexMap toIndexMap(const NpyArray& array, const std::string& name)
{
    return toIndexMap(toCodeArray(array, name), name);
}

} // namespace tessera::core
