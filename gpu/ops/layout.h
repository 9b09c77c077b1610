// SPDX-License-Identifier: Apache-2.0
// The packed layout of pictures on the device: [N][H][C/8][W][8] floats. An entry is the 8 channels of a pixel,
// channels are padded to eights with zeros. Rows are outermost, so that a strip of rows is one piece of memory with all
// its channels: whatever is too large for a binding, a dispatch or a device is done strip by strip.
#pragma once

#include "core/tensor.h"

#include <cstddef>
#include <cstdint>

namespace tessera::gpu {

inline constexpr std::int64_t kEntryBytes = 32;

inline std::int64_t ceilDiv(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }
inline std::int64_t roundUp(std::int64_t value, std::int64_t step) { return ceilDiv(value, step) * step; }

/// How many groups of eight hold `count`.
inline std::int64_t eights(std::int64_t count) { return ceilDiv(count, 8); }

struct PictureLayout {
    core::Shape shape;

    std::int64_t planes() const { return eights(shape.c); }
    // Strides in entries. A row begins at a multiple of 256 bytes: no device asks for more at the start of a binding.
    std::int64_t plane() const { return shape.w; }
    std::int64_t row() const { return roundUp(planes() * shape.w, 8); }
    std::int64_t sample() const { return shape.h * row(); }
    std::int64_t rowBytes() const { return row() * kEntryBytes; }
    std::int64_t bytes() const { return shape.n * sample() * kEntryBytes; }
};

/// Writes a host tensor into mapped memory in the packed layout, padding included.
void pack(const core::Tensor& tensor, float* target);

/// Fills rows [first, first + rows) of a tensor, counted over all samples, from the packed layout.
void unpackRows(core::Tensor& tensor, std::int64_t first, std::int64_t rows, const float* source);

/// Reads a host tensor of `shape` back from the packed layout.
core::Tensor unpack(const core::Shape& shape, const float* source);

} // namespace tessera::gpu
