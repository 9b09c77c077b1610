// SPDX-License-Identifier: Apache-2.0
// Which part of a map a preview decodes around changed cells, and which part of what it decodes is shown.
#pragma once

#include "core/geometry.h"
#include "core/index_map.h"

#include <optional>
#include <vector>

namespace tessera::gpu {

struct PreviewWindow {
    core::CellRect decoded;
    core::CellRect shown; ///< inside `decoded`: what its edges do not reach
};

/// The cells in which two maps of one size differ.
core::CellRect changedCells(const core::IndexMap& before, const core::IndexMap& after);

/// The window for changed cells of a map of rows x cols. Nothing where nothing changed, or where the window would be
/// so large a part of the map that a whole decode hardly takes longer.
std::optional<PreviewWindow> previewWindow(const core::CellRect& changed, std::int64_t rows, std::int64_t cols);

/// Sides of the windows that previewWindow() may ask for in a map of rows x cols, as (rows, cols): few, so that their
/// plans can be made ahead of time.
std::vector<core::CellRect> previewWindows(std::int64_t rows, std::int64_t cols);

} // namespace tessera::gpu
