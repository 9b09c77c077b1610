// SPDX-License-Identifier: Apache-2.0
// What single codes look like.
#pragma once

#include "core/model/codec.h"
#include "core/picture.h"

#include <cstdint>
#include <span>
#include <vector>

namespace tessera::core {

/// Cells on a side of the map that is decoded for a swatch: enough for its middle to know little of the border.
constexpr int kSwatchCells = 5;
/// Maps that are decoded at once. Always as many, so that a device makes one plan for all swatches of a model.
constexpr int kSwatchBatch = 16;

/// For each of the codes (at most kSwatchBatch of them) the middle cell, f x f pixels, of the decode of a map that
/// holds nothing but this code; not clamped. Throws ShapeError for what is no code, and what decoding throws.
std::vector<Picture> decodeSwatches(const Codec& codec, std::span<const std::int32_t> codes,
                                    const Progress& progress = {});

} // namespace tessera::core
