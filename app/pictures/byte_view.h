// SPDX-License-Identifier: GPL-3.0-or-later
// Reads numbers out of a stranger's bytes and never beyond them.
#pragma once

#include "core/error.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tessera::app {

enum class Endian { little, big };

class ByteView {
public:
    explicit ByteView(std::span<const std::byte> bytes, Endian endian = Endian::big)
        : m_bytes(bytes)
        , m_endian(endian)
    {
    }

    std::size_t size() const { return m_bytes.size(); }
    /// Are there `count` bytes from `offset` on? Safe for any values.
    bool has(std::uint64_t offset, std::uint64_t count) const { return offset <= size() && count <= size() - offset; }

    /// The numbers throw FormatError where the bytes end before.
    std::uint8_t u8(std::uint64_t offset) const { return static_cast<std::uint8_t>(number(offset, 1)); }
    std::uint16_t u16(std::uint64_t offset) const { return static_cast<std::uint16_t>(number(offset, 2)); }
    std::uint32_t u32(std::uint64_t offset) const { return static_cast<std::uint32_t>(number(offset, 4)); }

    bool startsWith(std::string_view text, std::uint64_t offset = 0) const
    {
        return has(offset, text.size()) && view(offset, text.size()) == text;
    }
    /// `count` bytes as characters; the caller has asked has().
    std::string_view view(std::uint64_t offset, std::uint64_t count) const
    {
        return {reinterpret_cast<const char*>(m_bytes.data() + offset), static_cast<std::size_t>(count)};
    }
    std::span<const std::byte> part(std::uint64_t offset, std::uint64_t count) const
    {
        return m_bytes.subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(count));
    }

private:
    std::uint32_t number(std::uint64_t offset, unsigned count) const
    {
        if (!has(offset, count))
            throw core::FormatError("the file ends after " + std::to_string(size()) + " bytes in the middle of its header; expected "
                                    + std::to_string(count) + " more at byte " + std::to_string(offset)
                                    + ": it is cut or damaged");
        std::uint32_t result = 0;
        for (unsigned i = 0; i < count; ++i) {
            const auto byte =
                std::to_integer<std::uint32_t>(m_bytes[offset + (m_endian == Endian::big ? i : count - 1 - i)]);
            result = result << 8 | byte;
        }
        return result;
    }

    std::span<const std::byte> m_bytes;
    Endian m_endian;
};

} // namespace tessera::app
