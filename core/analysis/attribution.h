// SPDX-License-Identifier: Apache-2.0
// Where the error comes from: the decode of the unquantized latents shows what the autoencoder loses by itself, and
// what the decode of the codes loses beyond that is quantization's. Measured on 8-bit values, as quality.h.
#pragma once

#include "core/model/preprocess.h"
#include "core/picture.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tessera::core {

/// Mean squared errors in 8-bit units of a grid of places, row-major.
struct ErrorParts {
    std::int64_t rows = 0, cols = 0;
    std::vector<float> whole; ///< of the decode of the codes
    std::vector<float> autoencoder; ///< of the decode of the unquantized latents
    std::vector<float> quantization; ///< whole - autoencoder; below 0 where quantizing happened to help
};

struct Attribution {
    double mse = 0, mseUnquantized = 0; ///< of the picture
    double psnr = 0, psnrUnquantized = 0; ///< dB; infinity for equal pictures
    /// (mse - mseUnquantized) / mse: the part of the error that would be gone without quantization. 0 where there is
    /// no error; below 0 where the codes draw the picture better than the latents do.
    double quantizationShare = 0;
    ErrorParts pixels; ///< of the input
    ErrorParts cells; ///< means over the pixels of the input under each cell; 0 for cells with none, that are padding
};

/// `input`, the part of the original that the model has seen, and its two reconstructions, in the input's size. `how`
/// and the model's `factor` say which cell a pixel belongs to. Throws ShapeError for unlike sizes or channels.
Attribution attribution(const Picture& input, const Picture& fromCodes, const Picture& fromLatents,
                        const Preparation& how, std::int64_t factor);

/// Means over the pixels of the picture under each cell, row-major, of one value a pixel of `width` x `height`; 0 for
/// cells with none. `how` and `factor` as above.
std::vector<float> cellMeans(const std::vector<float>& pixels, int width, int height, const Preparation& how,
                             std::int64_t factor);

std::string attributionRecipe();

} // namespace tessera::core
