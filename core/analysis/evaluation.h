// SPDX-License-Identifier: Apache-2.0
// The figures of one reconstruction, and what many of them say together.
#pragma once

#include "core/analysis/quality.h"
#include "core/analysis/usage.h"
#include "core/model/codec.h"
#include "core/model/preprocess.h"

#include <optional>
#include <string>

namespace tessera::core {

/// What a model made of a picture, as it came from the device.
struct Reconstructed {
    Tensor fromCodes; ///< decode of the codes, not clamped
    Tensor fromLatents; ///< decode of the unquantized latents
    Quantized quantized;
};

struct PictureFigures {
    int width = 0, height = 0; ///< of the picture itself
    Quality quality;
    double psnrUnquantized = 0; ///< dB; infinity for equal pictures
    double commitLoss = 0;
    double entropyBits = 0; ///< of this picture's codes
    double bitsPerPixel = 0; ///< entropy times cells over the picture's own pixels
    std::int64_t codesUsed = 0;
    std::optional<double> cutoff; ///< cycles per pixel; spectrum_compare.h
};

/// `input` is what the model has seen of the picture, in colours of the model, before it was fitted (modelColours()).
/// `codes` is K. Throws ShapeError where the model draws other channels than it sees, and Cancelled.
PictureFigures pictureFigures(const Picture& input, const Reconstructed& made, const Preparation& how,
                              std::int64_t codes, const Progress& progress = {});

/// Mean and standard deviation (divided by the number) of values that come one by one.
class MeanAndDeviation {
public:
    void add(double value);

    std::int64_t count() const { return m_count; }
    /// Nothing without values; infinity where one was.
    std::optional<double> mean() const;
    /// Nothing without values, and where one was infinite.
    std::optional<double> deviation() const;

private:
    std::int64_t m_count = 0;
    bool m_infinite = false;
    double m_mean = 0, m_squares = 0;
};

/// How the figures come about, in one line.
std::string evaluationRecipe(std::int64_t factor);

} // namespace tessera::core
