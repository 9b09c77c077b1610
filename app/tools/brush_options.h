// SPDX-License-Identifier: GPL-3.0-or-later
// What the tool bar says to jitter, morph and the pixel brush. Values.
#pragma once

#include "core/edit/pixel_stroke.h"
#include "core/geometry.h"

#include <QRgb>

#include <cstdint>
#include <optional>
#include <vector>

namespace tessera::app {

struct JitterOptions {
    static constexpr int kMostReach = 256;

    int reach = 8;       ///< how many of the nearest codes may come, 1..kMostReach
    double strength = 0.5; ///< share of the cells that change, 0..1
    bool operator==(const JitterOptions&) const = default;
};

/// Latents that were picked from cells of a picture.
struct PickedLatents {
    std::uint64_t model = 0; ///< VqModel::serial(), whose codebook they are to be compared with
    std::vector<float> values;
    std::optional<int> code; ///< nearest to them, once it is found
    bool operator==(const PickedLatents&) const = default;
};

struct MorphOptions {
    double strength = 0.5; ///< how much of the way at each touch, 0..1
    double hardness = 0.5; ///< of the brush's edge, 0..1
    std::optional<PickedLatents> picked{}; ///< what latents move towards; nothing: code A
    bool operator==(const MorphOptions&) const = default;
};

struct PixelOptions {
    static constexpr int kMostSize = 256;

    core::PixelBrush brush{};
    QRgb colour = 0xFFE08030; ///< opaque
    bool operator==(const PixelOptions&) const = default;
};

} // namespace tessera::app
