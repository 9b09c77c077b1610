// SPDX-License-Identifier: GPL-3.0-or-later
// How far a reconstruction is from its input, and what part of that is the autoencoder's. Pure: safe on any thread.
#pragma once

#include "app/overlays/coloured_map.h"
#include "core/analysis/quality.h"
#include "core/edit/region.h"
#include "core/model/preprocess.h"
#include "core/model/vq_model.h"
#include "core/picture.h"
#include "core/progress.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace tessera::app {

/// What a report is made of. Pictures but the original are in model size.
struct ErrorSources {
    std::shared_ptr<const core::Picture> original;
    std::shared_ptr<const core::Picture> seen;
    std::shared_ptr<const core::Picture> reconstruction; ///< exact
    std::shared_ptr<const core::Picture> unquantized;
    core::Preparation how{};
    std::shared_ptr<const core::VqModel> model;
    core::Region selection{}; ///< of cells; may be empty
    bool isEdited = false;    ///< are the codes others than the encoder's?
    bool withSsimMap = false; ///< takes as long as all the rest
    bool withPixelMaps = false; ///< as large as the picture

    /// The preparation follows from the others.
    bool operator==(const ErrorSources& other) const
    {
        return original == other.original && seen == other.seen && reconstruction == other.reconstruction
            && unquantized == other.unquantized && model == other.model && selection == other.selection
            && isEdited == other.isEdited && withSsimMap == other.withSsimMap && withPixelMaps == other.withPixelMaps;
    }
};

/// Figures of the input against what is decoded from codes, and from the unquantized latents.
struct ErrorPair {
    core::Quality reconstruction, unquantized;

    /// (mse - unquantized mse) / mse: the part of the error that would be gone without quantization, and edits. 0
    /// without any error; below 0 where the codes draw the picture better than the latents do.
    double quantizationShare() const;
};

constexpr core::ColourMap kPixelMapColours = core::ColourMap::viridis;
constexpr core::ColourMap kSignedMapColours = core::ColourMap::diverging; ///< of what may be below 0

struct ErrorReport {
    ErrorPair picture; ///< of the input's own pixels: without padding, in its own size
    /// Of the pixels under the selected cells; of resized pictures in model size. Nothing without a selection.
    std::optional<ErrorPair> selection;
    bool isEdited = false;
    bool isResized = false;

    /// Means over the pixels of the input under each cell, row-major; mean squared errors in 8-bit units.
    std::int64_t rows = 0, cols = 0;
    std::vector<float> squared;  ///< of input and reconstruction
    std::vector<float> absolute; ///< their mean absolute error instead
    std::vector<float> autoencoder;
    std::vector<float> quantization; ///< may be below 0
    std::vector<float> ssimLoss;     ///< 1 - SSIM of input and reconstruction; empty where it was not asked for

    /// The same errors of each pixel of the input, in kPixelMapColours and kSignedMapColours; null where they were not
    /// asked for.
    ColouredMap autoencoderPixels, quantizationPixels;
};

/// Throws ShapeError for a model whose output is unlike its input, and Cancelled.
ErrorReport errorReport(const ErrorSources& sources, const core::Progress& progress = {});

} // namespace tessera::app
