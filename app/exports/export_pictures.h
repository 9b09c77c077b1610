// SPDX-License-Identifier: GPL-3.0-or-later
// What is exported, as pictures. Pure: work for a worker thread.
#pragma once

#include "app/panes/difference_image.h"
#include "core/index_map.h"
#include "core/model/preprocess.h"
#include "core/picture.h"

#include <QRgb>

#include <vector>

namespace tessera::app {

/// How far both are apart on the original's pixels, in the colours of the Error pane: `range` (0..1) and more get the
/// last one. Transparent parts of the original lie on white, as the model saw them.
core::Picture differencePicture(const core::Picture& decoded, const core::Picture& seen, const core::Preparation& how,
                                double range);

struct SignedDifference {
    core::Picture picture;
    double range = 0; ///< that its colours span, from -range to range
};

/// What was seen minus what was decoded, likewise, in the colours of a pane that shows such a difference.
SignedDifference signedDifference(const core::Picture& decoded, const core::Picture& seen, const core::Preparation& how,
                                  DifferenceStyle style);

/// Each cell as `side` x `side` pixels of its code's colour, the whole grid. Codes without a colour are black.
core::Picture indexMapPicture(const core::IndexMap& codes, const std::vector<QRgb>& colours, int side);

} // namespace tessera::app
