// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/spectrum.h"

#include "core/analysis/colour_bytes.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numbers>

namespace tessera::core {
namespace {

constexpr double kKaiserBeta = 8;
constexpr std::size_t kAverageSteps = 128; ///< of 0..0.5 cycles per pixel

/// Periodic windows: the value that would come after the last one is the first.
std::vector<double> windowValues(SpectrumWindow window, int size)
{
    std::vector<double> values(static_cast<std::size_t>(size), 1.0);
    if (size < 2)
        return values; // Hann's only value would be 0
    for (int i = 0; i < size; ++i) {
        double& value = values[static_cast<std::size_t>(i)];
        if (window == SpectrumWindow::hann) {
            value = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * i / size);
        } else if (window == SpectrumWindow::kaiser) {
            const double position = 2.0 * i / size - 1;
            value = std::cyl_bessel_i(0.0, kKaiserBeta * std::sqrt(std::max(0.0, 1 - position * position)))
                / std::cyl_bessel_i(0.0, kKaiserBeta);
        }
    }
    return values;
}

double sumOfSquares(const std::vector<double>& values)
{
    double sum = 0;
    for (const double value : values)
        sum += value * value;
    return sum;
}

std::array<float, 3> channelWeights(SpectrumChannel channel)
{
    switch (channel) {
    case SpectrumChannel::red:
        return {1, 0, 0};
    case SpectrumChannel::green:
        return {0, 1, 0};
    case SpectrumChannel::blue:
        return {0, 0, 1};
    case SpectrumChannel::luma:
        break;
    }
    return {0.299F, 0.587F, 0.114F};
}

const char* nameOf(SpectrumChannel channel)
{
    switch (channel) {
    case SpectrumChannel::red:
        return "red";
    case SpectrumChannel::green:
        return "green";
    case SpectrumChannel::blue:
        return "blue";
    case SpectrumChannel::luma:
        break;
    }
    return "luma (0.299 R + 0.587 G + 0.114 B)";
}

const char* nameOf(SpectrumWindow window)
{
    switch (window) {
    case SpectrumWindow::kaiser:
        return "Kaiser window (beta 8)";
    case SpectrumWindow::none:
        return "no window";
    case SpectrumWindow::hann:
        break;
    }
    return "Hann window";
}

std::size_t wrapped(int i, int size) { return static_cast<std::size_t>(((i % size) + size) % size); }

} // namespace

SpectrumPlane spectrumPlane(const Picture& picture, SpectrumChannel channel)
{
    if (picture.isEmpty())
        return {};
    SpectrumPlane plane;
    plane.width = smoothSide(picture.width);
    plane.height = smoothSide(picture.height);
    plane.left = (picture.width - plane.width) / 2;
    plane.top = (picture.height - plane.height) / 2;
    plane.values.reserve(static_cast<std::size_t>(plane.width) * static_cast<std::size_t>(plane.height));
    const std::array<float, 3> weights = channelWeights(channel);
    const bool isGray = colourChannels(picture) == 1;
    for (int y = 0; y < plane.height; ++y)
        for (int x = 0; x < plane.width; ++x) {
            const float* pixel = picture.pixel(plane.left + x, plane.top + y);
            float value = isGray ? std::clamp(pixel[0], 0.0F, 1.0F) : 0;
            for (std::size_t c = 0; !isGray && c < weights.size(); ++c)
                value += weights[c] * std::clamp(pixel[c], 0.0F, 1.0F);
            plane.values.push_back(std::isfinite(value) ? value : 0.0F);
        }
    return plane;
}

SpectrumPlane difference(SpectrumPlane a, const SpectrumPlane& b)
{
    assert(a.width == b.width && a.height == b.height);
    for (std::size_t i = 0; i < a.values.size(); ++i)
        a.values[i] -= b.values[i];
    return a;
}

float PowerSpectrum::at(int x, int y) const
{
    return power[wrapped(y + height / 2, height) * static_cast<std::size_t>(width) + wrapped(x + width / 2, width)];
}

PowerSpectrum powerSpectrum(FourierTransform& transform, const SpectrumPlane& plane, SpectrumWindow window)
{
    PowerSpectrum result{plane.width, plane.height, std::vector<float>(plane.values.size())};
    if (plane.values.empty())
        return result;
    double mean = 0;
    for (const float value : plane.values)
        mean += static_cast<double>(value) / static_cast<double>(plane.values.size());
    const std::vector<double> across = windowValues(window, plane.width), down = windowValues(window, plane.height);
    std::vector<float> windowed(plane.values.size());
    const auto width = static_cast<std::size_t>(plane.width), height = static_cast<std::size_t>(plane.height);
    for (std::size_t y = 0; y < height; ++y)
        for (std::size_t x = 0; x < width; ++x) {
            const double value = static_cast<double>(plane.values[y * width + x]) - mean;
            windowed[y * width + x] = static_cast<float>(value * across[x] * down[y]);
        }
    const std::vector<std::complex<float>> bins = transform.forward(windowed, plane.width, plane.height);
    const double scale = 1 / (sumOfSquares(across) * sumOfSquares(down));
    const std::size_t half = width / 2 + 1;
    for (std::size_t v = 0; v < height; ++v)
        for (std::size_t u = 0; u < width; ++u) {
            const std::complex<float> bin =
                u < half ? bins[v * half + u] : bins[(height - v) % height * half + width - u];
            const double power =
                (double{bin.real()} * double{bin.real()} + double{bin.imag()} * double{bin.imag()}) * scale;
            result.power[(v + height / 2) % height * width + (u + width / 2) % width] = static_cast<float>(power);
        }
    return result;
}

double decibels(double power) { return 10 * std::log10(std::max(power, kPowerFloor)); }

RadialSpectrum radialSpectrum(const PowerSpectrum& spectrum)
{
    const int shorter = std::min(spectrum.width, spectrum.height);
    const auto steps = static_cast<std::size_t>(shorter / 2 + 1);
    RadialSpectrum result{std::vector<double>(steps), std::vector<double>(steps)};
    if (shorter < 1)
        return result;
    std::vector<std::int64_t> bins(steps);
    for (int y = 0; y < spectrum.height; ++y)
        for (int x = 0; x < spectrum.width; ++x) {
            const double frequency = std::hypot(static_cast<double>(x - spectrum.width / 2) / spectrum.width,
                                                static_cast<double>(y - spectrum.height / 2) / spectrum.height);
            const auto step = static_cast<std::size_t>(std::lround(frequency * shorter));
            if (step >= steps)
                continue;
            result.power[step] += static_cast<double>(
                spectrum.power[static_cast<std::size_t>(y) * static_cast<std::size_t>(spectrum.width)
                               + static_cast<std::size_t>(x)]);
            ++bins[step];
        }
    for (std::size_t i = 0; i < steps; ++i) {
        result.frequency[i] = static_cast<double>(i) / shorter;
        result.power[i] /= static_cast<double>(std::max<std::int64_t>(bins[i], 1));
    }
    return result;
}

void SpectrumAverage::add(const RadialSpectrum& spectrum)
{
    if (spectrum.frequency.size() < 2)
        return;
    m_sums.resize(kAverageSteps + 1);
    ++m_pictures;
    const double step = spectrum.frequency[1];
    for (std::size_t i = 0; i <= kAverageSteps; ++i) {
        const double place = 0.5 * static_cast<double>(i) / kAverageSteps / step;
        const std::size_t below = std::min(static_cast<std::size_t>(place), spectrum.power.size() - 1);
        const std::size_t above = std::min(below + 1, spectrum.power.size() - 1);
        const double part = std::min(place - static_cast<double>(below), 1.0);
        m_sums[i] += (1 - part) * spectrum.power[below] + part * spectrum.power[above];
    }
}

RadialSpectrum SpectrumAverage::mean() const
{
    RadialSpectrum result;
    for (std::size_t i = 0; i < m_sums.size(); ++i) {
        result.frequency.push_back(0.5 * static_cast<double>(i) / kAverageSteps);
        result.power.push_back(m_sums[i] / static_cast<double>(m_pictures));
    }
    return result;
}

std::string spectrumRecipe(SpectrumWindow window, SpectrumChannel channel)
{
    return std::string(nameOf(channel)) + " of values 0..1 (clamped, not rounded), cropped centrally to sides that are "
        + "products of 2, 3, 5 and 7, mean taken off, " + nameOf(window)
        + "; power over the window's energy, so that white noise of variance s^2 has s^2 everywhere; dB from -120 up";
}

} // namespace tessera::core
