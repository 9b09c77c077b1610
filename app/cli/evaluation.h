// SPDX-License-Identifier: GPL-3.0-or-later
// One model's figures over many pictures.
#pragma once

#include "app/cli/options.h"
#include "app/cli/session.h"
#include "app/pictures/picture_list.h"
#include "core/analysis/evaluation.h"

#include <string>
#include <vector>

namespace tessera::app::cli {

struct Evaluated {
    std::string path;
    core::PictureFigures figures;
};

struct Evaluation {
    std::string model, device, recipe;
    std::vector<Evaluated> pictures; ///< in order
    core::CodeUsage usage{0};
    std::vector<Failure> failed;
};

/// Measures all pictures of the list; what is wrong with one is said on standard error, and the others go on. Throws
/// Cancelled, and DeviceError where the device fails as a whole.
Evaluation evaluate(Session& session, const PictureList& list, const core::Progress& progress);

struct Counted {
    core::CodeUsage usage{0};
    std::vector<Failure> failed;
};

/// Encodes all pictures of the list and counts their codes. Throws likewise.
Counted countCodes(Session& session, const PictureList& list, const core::Progress& progress);

/// Ends a sub-command whose output is complete but for some pictures: says how many files of folders were passed over,
/// and throws core::Error where any picture failed.
void requireNoneFailed(std::size_t failed, const PictureList& list);

} // namespace tessera::app::cli
