// SPDX-License-Identifier: GPL-3.0-or-later
// What the Usage dock says of counted codes: facts, and curves.
#pragma once

#include "app/exports/file_sizes.h"
#include "app/panels/usage_plot.h"
#include "core/analysis/usage.h"

#include <optional>
#include <vector>

namespace tessera::app {

class Document;
class FactSheet;
class UsageSurvey;

enum class UsageCurve {
    histogram, ///< counts by code number
    sorted,    ///< the largest first
    growth,    ///< codes used after so many pictures
};

/// `usage`: of the document's codes; it has some. `sizes`: of its picture, once they are there.
FactSheet* pictureUsageSheet(const Document& document, const core::CodeUsage& usage,
                             const std::optional<std::vector<FileSize>>& sizes);
/// Of a survey that was started.
FactSheet* folderUsageSheet(const UsageSurvey& survey);

UsagePlot::Curve usageCurve(const core::CodeUsage& usage, UsageCurve which);

} // namespace tessera::app
