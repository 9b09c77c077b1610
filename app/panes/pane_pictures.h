// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures behind the panes as values, and what they are made of. Making them takes a while and is work for a
// worker thread; where only a preview has come, the work is as large as the preview.
#pragma once

#include "app/documents/shown_picture.h"
#include "app/panes/mipmap.h"

#include <QRect>

#include <memory>
#include <optional>

namespace tessera::app {

/// What the pictures are made of; null for nothing.
struct PaneContent {
    std::shared_ptr<const core::Picture> input;
    bool isOriginal = false; ///< the input may be transparent
    ShownPicture reconstruction{};
    double errorRange = 0;
    std::shared_ptr<const core::Picture> unquantized{};

    bool operator==(const PaneContent&) const = default;
};

struct PanePictures {
    Mipmap input;
    Mipmap reconstruction;
    Mipmap error;
    Mipmap unquantized;
};

/// The way from one content's pictures to another's.
struct PaneChange {
    std::optional<PanePictures> pictures{}; ///< all of them,
    QRect rect{}; ///< or only this part of
    Mipmap::Patch reconstruction{}, error{};
};

/// `made` are the pictures of `before`. Throws std::bad_alloc.
PaneChange changeTo(const PaneContent& content, const PaneContent& before, const PanePictures& made);
/// Costs as much as copying the patches.
void apply(PaneChange change, PanePictures& pictures);

} // namespace tessera::app
