// SPDX-License-Identifier: GPL-3.0-or-later
// What a press of a tool would do, to be shown before it is done.
#pragma once

#include "app/tools/pixel_preview.h"
#include "core/edit/outline.h"
#include "core/edit/region.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace tessera::app {

class Document;
class Tool;
struct ToolEvent;

struct ToolPreview {
    core::Region cells;              ///< empty where the tool would write nothing
    std::vector<core::BorderLine> border; ///< of the cells
    std::vector<std::int32_t> codes; ///< that they would get, over cells.bounds; empty where the tool writes no codes
    std::optional<PixelPreview> pixels; ///< that would be painted

    bool isEmpty() const { return cells.isEmpty(); }
    /// Of a cell in `cells`, where there are codes.
    std::int32_t codeAt(core::Cell cell) const
    {
        return codes[static_cast<std::size_t>((cell.row - cells.bounds.top) * cells.bounds.cols + cell.col
                                              - cells.bounds.left)];
    }
};

/// Of tools that paint, only what the document's selection lets through.
ToolPreview previewOf(const Tool& tool, const Document& document, const ToolEvent& event);

} // namespace tessera::app
