// SPDX-License-Identifier: Apache-2.0
// Numbers as checkpoints store them, as float32.
#pragma once

#include "core/files/bounded_file.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tessera::core {

/// May a weight be stored so? F32, F16, BF16 and F64 may.
bool isFloatDtype(std::string_view dtype);

/// Fills `to` from bytes of `dtype`, one of the above; `bytes` must hold as many numbers.
void convertFloats(std::string_view dtype, std::span<const std::byte> bytes, std::span<float> to);

/// Fills `to` from the file, beginning at `begin`, in pieces: no more memory is taken than the numbers need.
void readFloats(const InputFile& file, std::uint64_t begin, std::string_view dtype, std::span<float> to);

} // namespace tessera::core
