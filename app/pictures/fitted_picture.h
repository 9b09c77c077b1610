// SPDX-License-Identifier: GPL-3.0-or-later
// From what the model sees (padded, cropped or resized) back to the original's own pixels.
#pragma once

#include "core/model/preprocess.h"
#include "core/picture.h"

namespace tessera::app {

/// A decoded picture in model size as it belongs on the original: core::toPicture for a picture that was made already.
core::Picture onOriginal(const core::Picture& decoded, const core::Preparation& how);

/// A decoded picture in model size as it leaves the program: in the size of the original (or its crop), with its alpha.
/// `original` is null for codes alone.
core::Picture asOriginal(const core::Picture& decoded, const core::Preparation& how, const core::Picture* original);

/// The part of the original that the model has seen: all of it but for crops.
core::Picture shownPart(const core::Picture& original, const core::Preparation& how);

} // namespace tessera::app
