// SPDX-License-Identifier: GPL-3.0-or-later
// What `tessera eval` says about what it has measured: objects for programs, rows for spreadsheets, a table for people.
#pragma once

#include "app/cli/evaluation.h"

#include <string>
#include <vector>

namespace tessera::app::cli {

/// A number, or null for what JSON has no number for.
Json numberOrNull(std::optional<double> value);

Json failedReport(const std::vector<Failure>& failed);
Json evalReport(const Evaluation& evaluation);

/// A row for each picture and model; an infinite PSNR is "inf", what there is not is empty.
/// The last column is the recipe.
std::string evalCsv(const std::vector<Evaluation>& evaluations);

/// A row for each picture, then the means; models side by side.
std::string evalTable(const std::vector<Evaluation>& evaluations);

} // namespace tessera::app::cli
