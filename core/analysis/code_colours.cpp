// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/code_colours.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace tessera::core {
namespace {

/// Below this part of the first axis' spread an axis holds rounding errors, not differences between codes.
constexpr double kNoSpread = 1e-6;
/// Codes this many standard deviations from the mean get the end of the scale.
constexpr double kReach = 2.2;

struct Lab {
    double l = 0; ///< 0..100
    double a = 0;
    double b = 0;
};

/// CIE Lab under D65 to linear sRGB; outside 0..1 where sRGB has no such colour.
std::array<double, 3> toLinearRgb(const Lab& lab)
{
    const double fy = (lab.l + 16) / 116, fx = fy + lab.a / 500, fz = fy - lab.b / 200;
    const auto cube = [](double f) { return f > 6.0 / 29 ? f * f * f : 3 * (6.0 / 29) * (6.0 / 29) * (f - 4.0 / 29); };
    const double x = 0.95047 * cube(fx), y = cube(fy), z = 1.08883 * cube(fz);
    return {3.2404542 * x - 1.5371385 * y - 0.4985314 * z, -0.9692660 * x + 1.8760108 * y + 0.0415560 * z,
            0.0556434 * x - 0.2040259 * y + 1.0572252 * z};
}

bool isInGamut(const std::array<double, 3>& linear)
{
    return std::ranges::all_of(linear, [](double v) { return v >= -1e-4 && v <= 1 + 1e-4; });
}

/// The colour of this hue and lightness, with as much of its chroma as sRGB has.
Rgb toRgb(const Lab& lab)
{
    std::array<double, 3> linear = toLinearRgb(lab);
    if (!isInGamut(linear)) {
        double inside = 0, outside = 1;
        for (int step = 0; step < 12; ++step) {
            const double middle = (inside + outside) / 2;
            (isInGamut(toLinearRgb({lab.l, lab.a * middle, lab.b * middle})) ? inside : outside) = middle;
        }
        linear = toLinearRgb({lab.l, lab.a * inside, lab.b * inside});
    }
    Rgb rgb{};
    for (std::size_t i = 0; i < 3; ++i) {
        const double v = std::clamp(linear[i], 0.0, 1.0);
        const double encoded = v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1 / 2.4) - 0.055;
        rgb[i] = static_cast<std::uint8_t>(std::lround(255 * encoded));
    }
    return rgb;
}

/// Thoroughly mixed bits (the finisher of SplitMix64, by Steele, Lea and Flood).
std::uint64_t mixed(std::uint64_t bits)
{
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9U;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebU;
    return bits ^ (bits >> 31);
}

cv::Mat rowsOf(const Weight& codebook)
{
    assert(codebook.shape.size() == 2);
    const int codes = static_cast<int>(codebook.shape[0]), dimensions = static_cast<int>(codebook.shape[1]);
    cv::Mat rows(codes, dimensions, CV_64F);
    for (int k = 0; k < codes; ++k)
        for (int e = 0; e < dimensions; ++e) {
            const float value = codebook.values[static_cast<std::size_t>(k) * static_cast<std::size_t>(dimensions)
                                                + static_cast<std::size_t>(e)];
            rows.at<double>(k, e) = std::isfinite(value) ? double(value) : 0.0;
        }
    return rows;
}

void fixSign(cv::Mat axis)
{
    double largest = 0;
    for (int e = 0; e < axis.cols; ++e)
        if (std::abs(axis.at<double>(0, e)) > std::abs(largest))
            largest = axis.at<double>(0, e);
    if (largest < 0)
        axis *= -1;
}

} // namespace

std::vector<std::array<float, 3>> principalCoordinates(const Weight& codebook)
{
    const cv::Mat rows = rowsOf(codebook);
    std::vector<std::array<float, 3>> coordinates(static_cast<std::size_t>(rows.rows));
    if (rows.rows < 2)
        return coordinates;
    cv::PCA pca(rows, cv::noArray(), cv::PCA::DATA_AS_ROW, 3);
    const double most = pca.eigenvalues.at<double>(0);
    for (int axis = 0; axis < std::min(3, pca.eigenvectors.rows); ++axis) {
        const double variance = pca.eigenvalues.at<double>(axis);
        if (!(variance > 0) || variance <= most * kNoSpread * kNoSpread)
            continue; // its direction is chance
        fixSign(pca.eigenvectors.row(axis));
        for (int k = 0; k < rows.rows; ++k) {
            const double along = (rows.row(k) - pca.mean).dot(pca.eigenvectors.row(axis));
            coordinates[static_cast<std::size_t>(k)][static_cast<std::size_t>(axis)]
                = std::isfinite(along) ? static_cast<float>(along) : 0.0F;
        }
    }
    return coordinates;
}

std::vector<Rgb> similarityColours(const Weight& codebook)
{
    return similarityColours(principalCoordinates(codebook));
}

std::vector<Rgb> similarityColours(const std::vector<std::array<float, 3>>& coordinates)
{
    std::array<double, 3> spread{};
    for (const std::array<float, 3>& code : coordinates)
        for (std::size_t i = 0; i < 3; ++i)
            spread[i] += double(code[i]) * double(code[i]) / double(coordinates.size());
    const auto part = [&spread](const std::array<float, 3>& code, std::size_t i) {
        return spread[i] > 0 ? std::clamp(double(code[i]) / (kReach * std::sqrt(spread[i])), -1.0, 1.0) : 0.0;
    };
    std::vector<Rgb> colours;
    colours.reserve(coordinates.size());
    for (const std::array<float, 3>& code : coordinates)
        colours.push_back(toRgb({55 + 35 * part(code, 0), 62 * part(code, 1), 62 * part(code, 2)}));
    return colours;
}

std::vector<Rgb> hashColours(std::int64_t codes, std::uint32_t seed)
{
    std::vector<Rgb> colours;
    colours.reserve(static_cast<std::size_t>(codes));
    for (std::int64_t k = 0; k < codes; ++k) {
        const std::uint64_t bits = mixed(mixed(std::uint64_t{seed} + 0x9e3779b97f4a7c15U) + static_cast<std::uint64_t>(k));
        const double hue = 2 * std::numbers::pi * double(bits & 0xffff) / 65536;
        const double lightness = 42 + 36 * double((bits >> 16) & 0xffff) / 65536;
        const double chroma = 28 + 44 * double((bits >> 32) & 0xffff) / 65536;
        colours.push_back(toRgb({lightness, chroma * std::cos(hue), chroma * std::sin(hue)}));
    }
    return colours;
}

} // namespace tessera::core
