// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/quality.h"

#include "core/analysis/colour_bytes.h"
#include "core/analysis/region_pixels.h"
#include "core/analysis/ssim.h"

#include <cmath>
#include <cstdlib>
#include <limits>

namespace tessera::core {
namespace {

/// Sums of whole numbers: exact.
struct ErrorSums {
    std::int64_t pixels = 0;
    std::uint64_t squares = 0, magnitudes = 0;
};

ErrorSums errorSums(const ColourBytes& a, const ColourBytes& b, const Region& region, int factor)
{
    ErrorSums sums;
    visitPixels(a.width, a.height, region, factor, [&](int x, int y) {
        ++sums.pixels;
        for (int c = 0; c < a.channels; ++c) {
            const int difference = int{a.row(c, y)[x]} - int{b.row(c, y)[x]};
            sums.squares += static_cast<std::uint64_t>(difference * difference);
            sums.magnitudes += static_cast<std::uint64_t>(std::abs(difference));
        }
    });
    return sums;
}

double meanOf(std::uint64_t sum, std::int64_t pixels, int channels)
{
    return pixels > 0 ? static_cast<double>(sum) / (static_cast<double>(pixels) * channels) : 0;
}

/// Mean SSIM of the pixels that count.
class SsimMean {
public:
    SsimMean(int width, int height, const Region& region, int factor)
        : m_region(region)
        , m_factor(factor)
        , m_width(width)
        , m_height(height)
        , m_bounds(pixelBounds(width, height, region, factor))
        , m_rows(static_cast<std::size_t>(std::max(0, m_bounds.bottom - m_bounds.top)))
    {
    }

    const PixelRect& bounds() const { return m_bounds; }

    /// Safe for different rows at once.
    void add(int y, std::span<const double> values)
    {
        Row& row = m_rows[static_cast<std::size_t>(y - m_bounds.top)];
        for (int x = m_bounds.left; x < m_bounds.right; ++x) {
            if (!isUnder(m_region, m_factor, x, y))
                continue;
            const double value = values[static_cast<std::size_t>(x)];
            row.all += value;
            ++row.pixels;
            if (isInner(x, m_width) && isInner(y, m_height)) {
                row.inner += value;
                ++row.innerPixels;
            }
        }
    }

    double mean() const
    {
        Row sum;
        for (const Row& row : m_rows) {
            sum.all += row.all;
            sum.inner += row.inner;
            sum.pixels += row.pixels;
            sum.innerPixels += row.innerPixels;
        }
        if (sum.innerPixels > 0)
            return sum.inner / static_cast<double>(sum.innerPixels);
        return sum.pixels > 0 ? sum.all / static_cast<double>(sum.pixels) : 1;
    }

private:
    struct Row {
        double all = 0, inner = 0;
        std::int64_t pixels = 0, innerPixels = 0;
    };

    static bool isInner(int i, int size)
    {
        return size <= 2 * kSsimRadius || (i >= kSsimRadius && i < size - kSsimRadius);
    }

    const Region& m_region;
    int m_factor;
    int m_width, m_height;
    PixelRect m_bounds;
    std::vector<Row> m_rows;
};

} // namespace

double meanSquaredError(const Picture& a, const Picture& b)
{
    requireComparable(a, b);
    const ColourBytes left(a), right(b);
    const ErrorSums sums = errorSums(left, right, {}, 1);
    return meanOf(sums.squares, sums.pixels, left.channels);
}

double psnrOf(double mse)
{
    return mse > 0 ? 10.0 * std::log10(255.0 * 255.0 / mse) : std::numeric_limits<double>::infinity();
}

double psnr(const Picture& a, const Picture& b) { return psnrOf(meanSquaredError(a, b)); }

Quality quality(const Picture& a, const Picture& b, const Region& region, int factor, const Progress& progress)
{
    requireComparable(a, b);
    const ColourBytes left(a), right(b);
    const ErrorSums sums = errorSums(left, right, region, factor);
    SsimMean ssim(a.width, a.height, region, factor);
    visitSsimRows(left, right, ssim.bounds().top, ssim.bounds().bottom, progress,
                  [&ssim](int y, std::span<const double> row) { ssim.add(y, row); });
    Quality result;
    result.pixels = sums.pixels;
    result.mse = meanOf(sums.squares, sums.pixels, left.channels);
    result.mae = meanOf(sums.magnitudes, sums.pixels, left.channels);
    result.psnr = psnrOf(result.mse);
    result.ssim = ssim.mean();
    return result;
}

std::vector<float> qualityMap(const Picture& a, const Picture& b, QualityMeasure measure, const Progress& progress)
{
    requireComparable(a, b);
    const ColourBytes left(a), right(b);
    const auto width = static_cast<std::size_t>(a.width);
    std::vector<float> map(width * static_cast<std::size_t>(a.height));
    if (measure == QualityMeasure::ssim) {
        visitSsimRows(left, right, 0, a.height, progress, [&](int y, std::span<const double> row) {
            for (std::size_t x = 0; x < width; ++x)
                map[static_cast<std::size_t>(y) * width + x] = static_cast<float>(row[x]);
        });
        return map;
    }
    for (int y = 0; y < a.height; ++y) {
        progress.step(static_cast<double>(y) / a.height);
        float* row = map.data() + static_cast<std::size_t>(y) * width;
        for (int c = 0; c < left.channels; ++c)
            for (std::size_t x = 0; x < width; ++x) {
                const int difference = int{left.row(c, y)[x]} - int{right.row(c, y)[x]};
                row[x] += static_cast<float>(measure == QualityMeasure::squaredError ? difference * difference
                                                                                     : std::abs(difference));
            }
        for (std::size_t x = 0; x < width; ++x)
            row[x] /= static_cast<float>(left.channels);
    }
    return map;
}

std::string qualityRecipe()
{
    return "8-bit values (clamped, rounded with halves to even), all colour channels together, alpha left out; PSNR "
           "with "
           "data range 255; SSIM with a Gaussian window (sigma 1.5, 11x11), population covariance, K1 0.01, K2 0.03, "
           "each "
           "channel for itself, mean without the 5 pixels along each edge (with them along sides under 11 pixels)";
}

} // namespace tessera::core
