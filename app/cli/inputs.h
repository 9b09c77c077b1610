// SPDX-License-Identifier: GPL-3.0-or-later
// What the sub-commands read: pictures and .npy files, judged against the model before anything is computed.
#pragma once

#include "core/files/code_array.h"
#include "core/index_map.h"
#include "core/model/preprocess.h"
#include "core/model/vq_model.h"
#include "core/picture.h"
#include "core/tensor.h"

#include <filesystem>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace tessera::app::cli {

/// IN of encode and reconstruct.
struct Input {
    core::Tensor tensor; ///< (N, C, H, W)
    std::optional<core::Preparation> how; ///< set for pictures
    core::Picture original; ///< empty for .npy
};

/// A picture, prepared with `fit`, or a .npy of float (N, C, H, W), taken as it is; by content. Says what was done.
/// Throws core::FileError, FormatError or ShapeError.
Input readInput(const std::filesystem::path& file, const core::VqModel& model, core::Fit fit);

/// Is this a .npy file by its first bytes? Throws core::FileError.
bool isNpy(const std::filesystem::path& file);

/// The grid of codes that a file has in one row, and where it comes from.
struct AskedGrid {
    core::GridSize size;
    bool explicitly = false; ///< --grid, which the codes must fit; otherwise it is a guess from --size
};

/// Codes (h, w) or (N, h, w) in any of the formats of codes, or in one row with `grid`; all below the model's number of
/// codes. Says so where the file names another model.
core::IndexMap readCodes(const std::filesystem::path& file, const core::VqModel& model,
                         const std::optional<AskedGrid>& grid);

/// Latents (N, E, h, w) with the model's E.
core::Tensor readLatents(const std::filesystem::path& file, const core::VqModel& model);

/// Does the .npy hold whole numbers?
bool holdsIntegers(const std::filesystem::path& file);

/// --fit pad|crop|resize, with other words refused by the parser.
void addFitOption(CLI::App& command, core::Fit& fit);

} // namespace tessera::app::cli
