// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/cell_errors.h"

#include "core/analysis/colour_bytes.h"
#include "core/analysis/quality.h"
#include "core/error.h"

#include <algorithm>

namespace tessera::core {

double CellErrors::around(Cell cell, int radius) const
{
    const CellRect window = CellRect{cell.row - radius, cell.col - radius, 2 * radius + 1, 2 * radius + 1}.intersected(
        {0, 0, static_cast<int>(rows), static_cast<int>(cols)});
    double sum = 0;
    for (int row = window.top; row < window.top + window.rows; ++row)
        for (int col = window.left; col < window.left + window.cols; ++col)
            sum += sums[static_cast<std::size_t>(row * cols + col)];
    return sum;
}

CellTarget::CellTarget(const Picture& seen, const Preparation& how, std::int64_t factor)
    : m_seen(seen)
    , m_width(how.fit == Fit::pad ? how.pictureWidth : seen.width)
    , m_height(how.fit == Fit::pad ? how.pictureHeight : seen.height)
    , m_factor(factor)
{
}

void CellTarget::check(const Tensor& decoded) const
{
    if (decoded.shape.n != 1 || decoded.shape.c != m_seen.channels || decoded.shape.h != m_seen.height
        || decoded.shape.w != m_seen.width)
        throw ShapeError("a decode of shape " + toString(decoded.shape) + " cannot be compared with a picture of "
                         + colourShape(m_seen));
}

CellErrors CellTarget::errors(const Tensor& decoded) const
{
    check(decoded);
    CellErrors errors{m_seen.height / m_factor, m_seen.width / m_factor, {}, 0};
    errors.sums.resize(static_cast<std::size_t>(errors.rows * errors.cols));
    const int colours = colourChannels(m_seen);
    for (int c = 0; c < colours; ++c)
        for (int y = 0; y < m_height; ++y) {
            const float* made = decoded.plane(0, c) + static_cast<std::int64_t>(y) * decoded.shape.w;
            const float* wanted = m_seen.pixel(0, y) + c;
            double* sums = errors.sums.data() + (y / m_factor) * errors.cols;
            for (int x = 0; x < m_width; ++x, wanted += m_seen.channels) {
                const float error = std::clamp(made[x] * 0.5F + 0.5F, 0.0F, 1.0F) - std::clamp(*wanted, 0.0F, 1.0F);
                sums[x / m_factor] += static_cast<double>(error) * static_cast<double>(error);
            }
        }
    for (const double sum : errors.sums)
        errors.total += sum;
    return errors;
}

double CellTarget::psnr(const Tensor& decoded) const
{
    check(decoded);
    std::uint64_t sum = 0;
    const int colours = colourChannels(m_seen);
    for (int c = 0; c < colours; ++c)
        for (int y = 0; y < m_height; ++y)
            for (int x = 0; x < m_width; ++x) {
                const int error =
                    int{toByte(decoded.at(0, c, y, x) * 0.5F + 0.5F)} - int{toByte(m_seen.pixel(x, y)[c])};
                sum += static_cast<std::uint64_t>(error * error);
            }
    const double values = static_cast<double>(m_width) * m_height * colours;
    return psnrOf(values > 0 ? static_cast<double>(sum) / values : 0);
}

} // namespace tessera::core
