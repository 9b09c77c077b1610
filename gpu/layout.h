// SPDX-License-Identifier: Apache-2.0
// The packed layout of pictures on the device: [N][C/8][H+2][W+2][8] floats. An entry is the 8 channels of a pixel;
// channels are padded to eights with zeros, and the halo of one pixel is zero where a 3x3 convolution reads it.
#pragma once

#include "core/tensor.h"

#include <cstddef>
#include <cstdint>

namespace tessera::gpu {

inline constexpr std::int64_t kEntryBytes = 32;

/// How many groups of eight hold `count`.
inline std::int64_t eights(std::int64_t count) { return (count + 7) / 8; }

struct PictureLayout {
    core::Shape shape;

    std::int64_t planes() const { return eights(shape.c); }
    // Strides in entries.
    std::int64_t row() const { return shape.w + 2; }
    std::int64_t plane() const { return (shape.h + 2) * row(); }
    std::int64_t batch() const { return planes() * plane(); }
    /// The first pixel inside the halo.
    std::int64_t origin() const { return row() + 1; }
    std::int64_t bytes() const { return shape.n * batch() * kEntryBytes; }
};

/// Writes a host tensor into mapped memory in the packed layout, halo and padding included.
void pack(const core::Tensor& tensor, float* target);

/// Reads a host tensor of `shape` back from the packed layout.
core::Tensor unpack(const core::Shape& shape, const float* source);

} // namespace tessera::gpu
