// SPDX-License-Identifier: GPL-3.0-or-later
// The quick way for the usual profiles, which are three curves and a matrix: tables instead of lcms2's general float
// pipeline, which needs seconds for the picture of a phone.
#pragma once

#include <lcms2.h>

#include <array>
#include <optional>
#include <vector>

namespace tessera::app {

/// Colours of one RGB profile as sRGB.
class MatrixProfile {
public:
    /// Nothing where the profile is more than curves and a matrix.
    static std::optional<MatrixProfile> of(cmsHPROFILE profile, cmsHPROFILE srgb);

    /// Red, green, blue in 0..1 to sRGB in 0..1.
    void convert(const float* from, float* to) const;

private:
    static constexpr int kSteps = 4096;
    using Table = std::vector<float>; ///< kSteps + 1 values over 0..1

    static float lookedUp(const Table& table, float value);

    std::array<Table, 3> m_toLinear;
    std::array<float, 9> m_matrix{};
    Table m_encode; ///< over the square root of linear light, where sRGB's curve is nearly straight
};

} // namespace tessera::app
