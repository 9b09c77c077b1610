// SPDX-License-Identifier: Apache-2.0
// 16-bit floats as 32-bit ones. Exact: every 16-bit value is a float.
#pragma once

#include <bit>
#include <cstdint>

namespace tessera::core {

/// IEEE binary16: 1 sign, 5 exponent, 10 fraction bits. Subnormals, infinities and NaN are kept.
inline float halfToFloat(std::uint16_t half)
{
    const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000U) << 16;
    const std::uint32_t magnitude = half & 0x7FFFU;
    if (magnitude >= 0x7C00U)
        return std::bit_cast<float>(sign | 0x7F800000U | (magnitude & 0x3FFU) << 13);
    if (magnitude < 0x400U) { // zero and subnormals: a whole number of 2^-24
        const float value = static_cast<float>(magnitude) * 0x1p-24F;
        return sign != 0 ? -value : value;
    }
    return std::bit_cast<float>(sign | ((magnitude << 13) + (112U << 23)));
}

/// bfloat16: the upper half of a float.
inline float bfloatToFloat(std::uint16_t bits)
{
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

/// The way back, for values that a 16-bit float holds exactly.
inline std::uint16_t halfOf(float value)
{
    const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t sign = bits >> 16 & 0x8000U, exponent = bits >> 23 & 0xFFU, fraction = bits & 0x7FFFFFU;
    if (exponent == 0xFFU)
        return static_cast<std::uint16_t>(sign | 0x7C00U | fraction >> 13);
    if (exponent > 112)
        return static_cast<std::uint16_t>(sign | (exponent - 112) << 10 | fraction >> 13);
    const float magnitude = std::bit_cast<float>(bits & 0x7FFFFFFFU);
    return static_cast<std::uint16_t>(sign | static_cast<std::uint32_t>(magnitude * 0x1p24F));
}

inline std::uint16_t bfloatOf(float value)
{
    return static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16);
}

} // namespace tessera::core
