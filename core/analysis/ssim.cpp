// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/ssim.h"

#include "core/cpu/parallel.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tessera::core {
namespace {

constexpr double kSigma = 1.5;
constexpr double kC1 = 0.01 * 255 * 0.01 * 255;
constexpr double kC2 = 0.03 * 255 * 0.03 * 255;
constexpr int kRowsOfJob = 16;

/// One half of the window, the centre first; with the other half the weights sum up to 1.
std::array<double, kSsimRadius + 1> gaussianWeights()
{
    std::array<double, kSsimRadius + 1> weights{};
    double sum = 0;
    for (int i = -kSsimRadius; i <= kSsimRadius; ++i)
        sum += std::exp(-0.5 * i * i / (kSigma * kSigma));
    for (int i = 0; i <= kSsimRadius; ++i)
        weights[static_cast<std::size_t>(i)] = std::exp(-0.5 * i * i / (kSigma * kSigma)) / sum;
    return weights;
}

/// Where `i`, perhaps outside, lies on a side that is reflected with its edge repeated: c b a | a b c | c b a.
int reflected(int i, int size)
{
    const int period = 2 * size;
    const int within = (i % period + period) % period;
    return within < size ? within : period - 1 - within;
}

/// Means under the window of x, y, x*x, y*y, x*y.
constexpr std::size_t kMoments = 5;

/// The rows of one job, with the memory for one of them.
class RowMaker {
public:
    RowMaker(const ColourBytes& a, const ColourBytes& b)
        : m_a(a)
        , m_b(b)
        , m_values(static_cast<std::size_t>(a.width))
    {
        for (auto& column : m_columns)
            column.resize(static_cast<std::size_t>(a.width + 2 * kSsimRadius));
    }

    std::span<const double> row(int y)
    {
        std::ranges::fill(m_values, 0.0);
        for (int c = 0; c < m_a.channels; ++c) {
            sumColumns(c, y);
            addChannel();
        }
        for (double& value : m_values)
            value /= m_a.channels;
        return m_values;
    }

private:
    void sumColumns(int channel, int y)
    {
        const auto width = static_cast<std::size_t>(m_a.width);
        for (auto& column : m_columns)
            std::ranges::fill(column, 0.0);
        for (int k = -kSsimRadius; k <= kSsimRadius; ++k) {
            const double weight = m_weights[static_cast<std::size_t>(std::abs(k))];
            const int source = reflected(y + k, m_a.height);
            const std::uint8_t* a = m_a.row(channel, source);
            const std::uint8_t* b = m_b.row(channel, source);
            double* x = m_columns[0].data() + kSsimRadius;
            double* z = m_columns[1].data() + kSsimRadius;
            double* xx = m_columns[2].data() + kSsimRadius;
            double* zz = m_columns[3].data() + kSsimRadius;
            double* xz = m_columns[4].data() + kSsimRadius;
            for (std::size_t i = 0; i < width; ++i) {
                const double left = a[i], right = b[i];
                x[i] += weight * left;
                z[i] += weight * right;
                xx[i] += weight * (left * left);
                zz[i] += weight * (right * right);
                xz[i] += weight * (left * right);
            }
        }
        for (auto& column : m_columns)
            for (int i = 0; i < kSsimRadius; ++i) {
                column[static_cast<std::size_t>(i)] =
                    column[static_cast<std::size_t>(kSsimRadius + reflected(i - kSsimRadius, m_a.width))];
                column[width + static_cast<std::size_t>(kSsimRadius + i)] =
                    column[static_cast<std::size_t>(kSsimRadius + reflected(m_a.width + i, m_a.width))];
            }
    }

    void addChannel()
    {
        for (std::size_t i = 0; i < m_values.size(); ++i) {
            std::array<double, kMoments> mean{};
            for (std::size_t m = 0; m < kMoments; ++m) {
                const double* centre = m_columns[m].data() + i + kSsimRadius;
                mean[m] = m_weights[0] * centre[0];
                for (int k = 1; k <= kSsimRadius; ++k)
                    mean[m] += m_weights[static_cast<std::size_t>(k)] * (centre[-k] + centre[k]);
            }
            const auto [x, z, xx, zz, xz] = mean;
            const double varianceX = xx - x * x, varianceZ = zz - z * z, covariance = xz - x * z;
            m_values[i] +=
                (2 * (x * z) + kC1) * (2 * covariance + kC2) / ((x * x + z * z + kC1) * (varianceX + varianceZ + kC2));
        }
    }

    const ColourBytes& m_a;
    const ColourBytes& m_b;
    std::array<double, kSsimRadius + 1> m_weights = gaussianWeights();
    std::array<std::vector<double>, kMoments> m_columns;
    std::vector<double> m_values;
};

} // namespace

void visitSsimRows(const ColourBytes& a, const ColourBytes& b, int top, int bottom, const Progress& progress,
                   const std::function<void(int, std::span<const double>)>& visit)
{
    const int jobs = (std::max(0, bottom - top) + kRowsOfJob - 1) / kRowsOfJob;
    parallelFor(jobs, progress, [&](std::int64_t job) {
        RowMaker maker(a, b);
        const int first = top + static_cast<int>(job) * kRowsOfJob;
        for (int y = first; y < std::min(bottom, first + kRowsOfJob); ++y)
            visit(y, maker.row(y));
    });
}

} // namespace tessera::core
