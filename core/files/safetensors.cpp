// SPDX-License-Identifier: Apache-2.0
#include "core/files/safetensors.h"

#include "core/error.h"
#include "core/files/bounded_file.h"
#include "core/files/half.h"
#include "core/files/safetensors_header.h"
#include "core/text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace tessera::core {

namespace {

static_assert(std::endian::native == std::endian::little, "files are little-endian and read as they are");

constexpr std::uint64_t kLengthBytes = 8;

/// Checks the eight bytes before the header. Throws FormatError that says what the file looks like instead.
std::uint64_t headerBytes(const InputFile& file)
{
    if (file.size() == 0)
        throw FormatError("the file is empty; expected safetensors");
    std::vector<std::byte> head(std::min<std::uint64_t>(file.size(), 512));
    file.read(0, head);
    std::uint64_t length = 0;
    if (file.size() > kLengthBytes)
        std::memcpy(&length, head.data(), kLengthBytes);
    const bool begins = file.size() > kLengthBytes && head[kLengthBytes] == std::byte{'{'};
    if (begins && length > 1 && length <= kMostHeaderBytes && length <= file.size() - kLengthBytes)
        return length;
    if (const std::string kind = looksLike(head); !kind.empty() && kind != "a safetensors file")
        throw FormatError("the file is " + kind + "; expected safetensors");
    if (file.size() <= kLengthBytes)
        throw FormatError("the file has " + grouped(file.size()) + " bytes; expected safetensors, which has at least "
                          + std::to_string(kLengthBytes + 2));
    if (length > kMostHeaderBytes)
        throw FormatError("the first eight bytes give a header of " + grouped(length) + " bytes; expected at most "
                          + grouped(kMostHeaderBytes) + " (is it a safetensors file?)");
    if (length > file.size() - kLengthBytes)
        throw FormatError("the header should have " + grouped(length) + " bytes, but only "
                          + grouped(file.size() - kLengthBytes) + " follow; the file is cut");
    throw FormatError("the header of " + grouped(length) + " bytes does not begin with {; expected a JSON object");
}

template <class From, class Convert>
void convertAll(std::span<const std::byte> bytes, float* to, Convert convert)
{
    for (std::size_t i = 0; i < bytes.size() / sizeof(From); ++i) {
        From value;
        std::memcpy(&value, bytes.data() + i * sizeof(From), sizeof(From));
        to[i] = convert(value);
    }
}

void toFloats(const std::string& dtype, std::span<const std::byte> bytes, float* to)
{
    if (dtype == "F16")
        convertAll<std::uint16_t>(bytes, to, halfToFloat);
    else if (dtype == "BF16")
        convertAll<std::uint16_t>(bytes, to, bfloatToFloat);
    else
        convertAll<double>(bytes, to, [](double value) { return static_cast<float>(value); });
}

class SafetensorsFile final : public WeightSource {
public:
    explicit SafetensorsFile(const std::filesystem::path& file) : m_file(file)
    {
        withContext(name(), [&] {
            const std::uint64_t length = headerBytes(m_file);
            std::string header(length, '\0');
            m_file.read(kLengthBytes, std::as_writable_bytes(std::span(header)));
            m_dataBegin = kLengthBytes + length;
            for (SafetensorsEntry& tensor : parseSafetensorsHeader(header, m_file.size() - m_dataBegin)) {
                m_entries.push_back(std::move(tensor.entry));
                m_begins.push_back(tensor.begin);
            }
        });
    }

    std::string name() const override { return nameOf(m_file.path()); }
    const std::vector<Entry>& entries() const override { return m_entries; }

    std::vector<float> read(std::size_t index) const override
    {
        const Entry& entry = m_entries[index];
        if (entry.dtype != "F32" && entry.dtype != "F16" && entry.dtype != "BF16" && entry.dtype != "F64")
            throw FormatError(name() + ": tensor " + inQuotes(entry.name) + " is " + entry.dtype
                              + "; expected F32, F16, BF16 or F64");
        std::uint64_t count = 1; // cannot overflow: the header's check has compared it with the file
        for (const std::int64_t side : entry.shape)
            count *= static_cast<std::uint64_t>(side);
        std::vector<float> values(count);
        const std::uint64_t begin = m_dataBegin + m_begins[index];
        if (entry.dtype == "F32")
            m_file.read(begin, std::as_writable_bytes(std::span(values)));
        else
            readConverted(entry.dtype, begin, values);
        return values;
    }

private:
    /// In pieces, so that a model needs no more memory than its values as float32.
    void readConverted(const std::string& dtype, std::uint64_t begin, std::span<float> values) const
    {
        constexpr std::size_t kPiece = 1 << 18;
        const std::size_t valueBytes = dtypeBytes(dtype);
        std::vector<std::byte> bytes(std::min(kPiece, values.size()) * valueBytes);
        for (std::size_t done = 0; done < values.size(); done += kPiece) {
            const std::size_t count = std::min(kPiece, values.size() - done);
            const std::span piece = std::span(bytes).first(count * valueBytes);
            m_file.read(begin + done * valueBytes, piece);
            toFloats(dtype, piece, values.data() + done);
        }
    }

    InputFile m_file;
    std::uint64_t m_dataBegin = 0;
    std::vector<Entry> m_entries;
    std::vector<std::uint64_t> m_begins;
};

} // namespace

std::unique_ptr<WeightSource> openSafetensors(const std::filesystem::path& file)
{
    return std::make_unique<SafetensorsFile>(file);
}

} // namespace tessera::core
