// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/matrix_profile.h"

#include <algorithm>
#include <cmath>

namespace tessera::app {
namespace {

constexpr std::array kCurves{cmsSigRedTRCTag, cmsSigGreenTRCTag, cmsSigBlueTRCTag};
constexpr std::array kColorants{cmsSigRedColorantTag, cmsSigGreenColorantTag, cmsSigBlueColorantTag};
constexpr std::array kTables{cmsSigAToB0Tag, cmsSigAToB1Tag, cmsSigAToB2Tag, cmsSigDToB0Tag, cmsSigDToB1Tag};

using Matrix = std::array<double, 9>;

/// Linear RGB to the profiles' common space; columns are the primaries.
std::optional<Matrix> colorants(cmsHPROFILE profile)
{
    Matrix matrix{};
    for (std::size_t i = 0; i < 3; ++i) {
        const auto* xyz = static_cast<const cmsCIEXYZ*>(cmsReadTag(profile, kColorants[i]));
        if (!xyz)
            return std::nullopt;
        matrix[i] = xyz->X;
        matrix[3 + i] = xyz->Y;
        matrix[6 + i] = xyz->Z;
    }
    return matrix;
}

std::optional<Matrix> inverted(const Matrix& m)
{
    const auto minor = [&](std::size_t a, std::size_t b, std::size_t c, std::size_t d) { return m[a] * m[d] - m[b] * m[c]; };
    const double determinant = m[0] * minor(4, 5, 7, 8) - m[1] * minor(3, 5, 6, 8) + m[2] * minor(3, 4, 6, 7);
    if (std::abs(determinant) < 1e-9)
        return std::nullopt;
    Matrix result{minor(4, 5, 7, 8),  -minor(1, 2, 7, 8), minor(1, 2, 4, 5),  -minor(3, 5, 6, 8), minor(0, 2, 6, 8),
                  -minor(0, 2, 3, 5), minor(3, 4, 6, 7),  -minor(0, 1, 6, 7), minor(0, 1, 3, 4)};
    for (double& value : result)
        value /= determinant;
    return result;
}

double encoded(double linear)
{
    return linear <= 0.0031308 ? linear * 12.92 : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
}

} // namespace

std::optional<MatrixProfile> MatrixProfile::of(cmsHPROFILE profile, cmsHPROFILE srgb)
{
    if (cmsGetColorSpace(profile) != cmsSigRgbData
        || std::any_of(kTables.begin(), kTables.end(), [&](auto tag) { return cmsIsTag(profile, tag); }))
        return std::nullopt;
    const std::optional<Matrix> from = colorants(profile), target = colorants(srgb);
    const std::optional<Matrix> to = target ? inverted(*target) : std::nullopt;
    if (!from || !to)
        return std::nullopt;
    MatrixProfile result;
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t col = 0; col < 3; ++col)
            for (std::size_t k = 0; k < 3; ++k)
                result.m_matrix[3 * row + col] += static_cast<float>((*to)[3 * row + k] * (*from)[3 * k + col]);
    for (std::size_t c = 0; c < 3; ++c) {
        const auto* curve = static_cast<const cmsToneCurve*>(cmsReadTag(profile, kCurves[c]));
        if (!curve)
            return std::nullopt;
        for (int i = 0; i <= kSteps; ++i)
            result.m_toLinear[c].push_back(cmsEvalToneCurveFloat(curve, static_cast<float>(i) / kSteps));
    }
    for (int i = 0; i <= kSteps; ++i) {
        const double root = static_cast<double>(i) / kSteps;
        result.m_encode.push_back(static_cast<float>(encoded(root * root)));
    }
    return result;
}

float MatrixProfile::lookedUp(const Table& table, float value)
{
    const float place = (value > 0.0F ? std::min(value, 1.0F) : 0.0F) * kSteps;
    const int below = std::min(static_cast<int>(place), kSteps - 1);
    const float* at = table.data() + below;
    return at[0] + (at[1] - at[0]) * (place - static_cast<float>(below));
}

void MatrixProfile::convert(const float* from, float* to) const
{
    float linear[3];
    for (std::size_t c = 0; c < 3; ++c)
        linear[c] = lookedUp(m_toLinear[c], from[c]);
    for (std::size_t c = 0; c < 3; ++c) {
        const float* row = m_matrix.data() + 3 * c;
        const float light = row[0] * linear[0] + row[1] * linear[1] + row[2] * linear[2];
        to[c] = lookedUp(m_encode, std::sqrt(std::max(light, 0.0F)));
    }
}

} // namespace tessera::app
