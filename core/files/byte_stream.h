// SPDX-License-Identifier: Apache-2.0
// Numbers and texts in a row of bytes, little-endian. Reading never goes beyond the end.
#pragma once

#include "core/error.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace tessera::core {

static_assert(std::endian::native == std::endian::little, "numbers are written as they lie in memory");

class ByteWriter {
public:
    template <class Number>
        requires std::is_arithmetic_v<Number>
    void number(Number value)
    {
        bytes(std::as_bytes(std::span(&value, 1)));
    }
    void bytes(std::span<const std::byte> values) { m_bytes.insert(m_bytes.end(), values.begin(), values.end()); }
    /// Its length as 32 bits, then its bytes.
    void text(std::string_view value)
    {
        number(static_cast<std::uint32_t>(value.size()));
        bytes(std::as_bytes(std::span(value)));
    }

    std::vector<std::byte> take() { return std::move(m_bytes); }
    std::span<const std::byte> written() const { return m_bytes; }

private:
    std::vector<std::byte> m_bytes;
};

/// Throws FormatError where the bytes end too early.
class ByteReader {
public:
    explicit ByteReader(std::span<const std::byte> bytes) : m_bytes(bytes) {}

    std::size_t left() const { return m_bytes.size(); }

    std::span<const std::byte> bytes(std::size_t count)
    {
        if (count > m_bytes.size())
            throw FormatError("it ends early");
        const std::span<const std::byte> taken = m_bytes.first(count);
        m_bytes = m_bytes.subspan(count);
        return taken;
    }
    template <class Number>
        requires std::is_arithmetic_v<Number>
    Number number()
    {
        Number value;
        std::memcpy(&value, bytes(sizeof(Number)).data(), sizeof(Number));
        return value;
    }
    std::string text(std::size_t most)
    {
        const auto size = number<std::uint32_t>();
        if (size > most)
            throw FormatError("a text of " + std::to_string(size) + " bytes; expected at most " + std::to_string(most));
        const std::span<const std::byte> taken = bytes(size);
        return {reinterpret_cast<const char*>(taken.data()), taken.size()};
    }

private:
    std::span<const std::byte> m_bytes;
};

} // namespace tessera::core
