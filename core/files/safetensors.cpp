// SPDX-License-Identifier: Apache-2.0
#include "core/files/safetensors.h"

#include "core/advice.h"
#include "core/error.h"
#include "core/files/bounded_file.h"
#include "core/files/safetensors_header.h"
#include "core/files/stored_floats.h"
#include "core/text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace tessera::core {

namespace {

static_assert(std::endian::native == std::endian::little, "files are little-endian and read as they are");

constexpr std::uint64_t kLengthBytes = 8;
constexpr std::string_view kAdvice = "fetch the file once more, or choose another model";

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
        if (!isFloatDtype(entry.dtype))
            throw FormatError(name() + ": tensor " + inQuotes(entry.name) + " is " + entry.dtype
                              + "; expected F32, F16, BF16 or F64: choose another model");
        std::uint64_t count = 1; // cannot overflow: the header's check has compared it with the file
        for (const std::int64_t side : entry.shape)
            count *= static_cast<std::uint64_t>(side);
        std::vector<float> values(count);
        withAdvice(kAdvice, [&] { readFloats(m_file, m_dataBegin + m_begins[index], entry.dtype, values); });
        return values;
    }

private:
    InputFile m_file;
    std::uint64_t m_dataBegin = 0;
    std::vector<Entry> m_entries;
    std::vector<std::uint64_t> m_begins;
};

} // namespace

std::unique_ptr<WeightSource> openSafetensors(const std::filesystem::path& file)
{
    return withAdvice(kAdvice, [&] { return std::make_unique<SafetensorsFile>(file); });
}

} // namespace tessera::core
