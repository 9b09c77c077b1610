// SPDX-License-Identifier: Apache-2.0
// Between pictures and tensors: which pixels a model sees, and where its output belongs.
#pragma once

#include "core/model/config.h"
#include "core/picture.h"
#include "core/tensor.h"

#include <optional>
#include <string>

namespace tessera::core {

/// What is done with a picture whose sides are no multiples of the model's factor.
enum class Fit {
    pad,    ///< right and bottom, by reflection without repeating the edge (replication where a side is too short)
    crop,   ///< centred, to the next smaller multiple
    resize, ///< each side to the nearest multiple, at least one; areas where it shrinks, bicubic where it grows
};

std::optional<Fit> fitFromName(const std::string& name); ///< "pad", "crop", "resize"

/// The recipe that prepare() followed, in pixels of the picture.
struct Preparation {
    Fit fit = Fit::pad;
    int pictureWidth = 0, pictureHeight = 0; ///< the original
    int modelWidth = 0, modelHeight = 0;     ///< what the model sees
    int cropX = 0, cropY = 0;                ///< where the model's window begins in the original (crop only)

    bool changesSize() const { return pictureWidth != modelWidth || pictureHeight != modelHeight; }
    /// One plain sentence: "padded from 500x333 to 504x336 by reflection, cropped back on export"; empty where
    /// nothing was done.
    std::string sentence() const;
};

struct Prepared {
    Tensor tensor; ///< (1, C, H, W) in [-1, 1]
    Preparation how;
    Picture seen; ///< the picture as the model sees it, composited on white, before normalisation, 1, 3 or 4 channels
};

/// The recipe alone. Throws ShapeError for a picture that cannot be fitted (crop to nothing).
Preparation planFit(int width, int height, std::int64_t factor, Fit fit);

/// The colours alone of what prepare() makes, in the picture's own size. Throws ShapeError as prepare() does.
Picture modelColours(const Picture& picture, const Config& config);

/// A picture as a model's input. Alpha is composited on white, but becomes the fourth channel of a 4-channel model; a
/// 1-channel model gets luma (0.299 R + 0.587 G + 0.114 B). Throws ShapeError for models of other channel counts
/// ("takes only .npy").
Prepared prepare(const Picture& picture, const Config& config, Fit fit);

/// Sample n of decoded pictures (N, 1, 3 or 4 channels, not clamped) as a picture of values y/2 + 0.5, not clamped, cropped back
/// to what belongs on the original: its size for pad, the crop's for crop, resized back for resize.
/// Throws ShapeError for other channel counts.
Picture toPicture(const Tensor& decoded, std::int64_t n, const Preparation* how);

/// round(255 * clamp(v, 0, 1)), halves to even.
std::uint8_t toByte(float v);

} // namespace tessera::core
