// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/influence.h"

#include "core/analysis/neighbours.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace tessera::core {
namespace {

/// Energy by distance, in steps of a quarter of a pixel: fine beside the pixels that it is summed over.
constexpr double kStep = 0.25;

class Rings {
public:
    Rings(const Shape& picture, std::int64_t factor, Cell cell)
        : m_x((static_cast<double>(cell.col) + 0.5) * static_cast<double>(factor))
        , m_y((static_cast<double>(cell.row) + 0.5) * static_cast<double>(factor))
        , m_rings(static_cast<std::size_t>(
              std::hypot(static_cast<double>(picture.w), static_cast<double>(picture.h)) / kStep + 2))
    {
    }

    void add(std::int64_t x, std::int64_t y, double energy)
    {
        m_rings[static_cast<std::size_t>(
            std::hypot(static_cast<double>(x) + 0.5 - m_x, static_cast<double>(y) + 0.5 - m_y) / kStep)] += energy;
        m_energy += energy;
    }

    double energy() const { return m_energy; }

    /// The share of the energy in each ring.
    std::vector<double> shares() const
    {
        std::vector<double> shares = m_rings;
        for (double& share : shares)
            share /= m_energy;
        return shares;
    }

private:
    double m_x, m_y;
    std::vector<double> m_rings;
    double m_energy = 0;
};

/// Where the sum of the rings reaches `share`: the outer edge of that ring.
std::array<double, kInfluenceShares.size()> radiiOf(const std::vector<double>& rings)
{
    std::array<double, kInfluenceShares.size()> radii{};
    double sum = 0;
    std::size_t next = 0;
    for (std::size_t i = 0; i < rings.size() && next < radii.size(); ++i) {
        sum += rings[i];
        while (next < radii.size() && sum >= kInfluenceShares[next])
            radii[next++] = static_cast<double>(i + 1) * kStep;
    }
    // Rounding may leave the sum a little below 1.
    for (; next < radii.size(); ++next)
        radii[next] = static_cast<double>(rings.size()) * kStep;
    return radii;
}

struct Measured {
    Influence influence;
    std::vector<double> rings; ///< empty without energy
};

Measured measure(Device& device, const VqModel& model, const IndexMap& codes, const Tensor& before, Cell cell,
                 const Progress& progress)
{
    assert(codes.count == 1 && cell.row >= 0 && cell.row < codes.rows && cell.col >= 0 && cell.col < codes.cols);
    Measured result;
    Influence& influence = result.influence;
    influence.cell = cell;
    influence.from = codes.at(cell.row, cell.col);
    influence.to = influenceCode(model, influence.from);
    IndexMap changed = codes;
    changed.at(cell.row, cell.col) = influence.to;
    const Tensor after = device.decodeCodes(model, changed, progress);
    assert(after.shape == before.shape);
    influence.width = static_cast<int>(after.shape.w);
    influence.height = static_cast<int>(after.shape.h);
    influence.difference.resize(static_cast<std::size_t>(after.shape.h * after.shape.w));
    Rings rings(after.shape, model.factor(), cell);
    std::size_t pixel = 0;
    for (std::int64_t y = 0; y < after.shape.h; ++y)
        for (std::int64_t x = 0; x < after.shape.w; ++x, ++pixel) {
            double magnitudes = 0, squares = 0;
            for (std::int64_t c = 0; c < after.shape.c; ++c) {
                // From -1..1 to 0..1.
                const double change =
                    (static_cast<double>(after.at(0, c, y, x)) - static_cast<double>(before.at(0, c, y, x))) / 2;
                magnitudes += std::abs(change);
                squares += change * change;
            }
            influence.difference[pixel] = static_cast<float>(magnitudes / static_cast<double>(after.shape.c));
            rings.add(x, y, squares);
        }
    influence.energy = rings.energy();
    if (influence.energy > 0) {
        result.rings = rings.shares();
        influence.radii = radiiOf(result.rings);
    }
    return result;
}

/// `count` numbers below `cells` at equal distances, begun half a distance in.
std::vector<std::int64_t> spread(std::int64_t cells, std::int64_t count)
{
    std::vector<std::int64_t> places;
    for (std::int64_t i = 0; i < count; ++i)
        places.push_back((2 * i + 1) * cells / (2 * count));
    return places;
}

/// Cells all over the map: rows at equal distances, which share the cells out among themselves, each in columns at equal
/// distances.
std::vector<Cell> spreadCells(const IndexMap& codes, int count)
{
    const std::int64_t wanted = std::clamp<std::int64_t>(count, 0, codes.cells());
    if (wanted == 0)
        return {};
    const double perSide =
        std::sqrt(static_cast<double>(wanted) * static_cast<double>(codes.rows) / static_cast<double>(codes.cols));
    const std::int64_t fewest = (wanted + codes.cols - 1) / codes.cols;
    const auto down = std::clamp<std::int64_t>(std::lround(perSide), fewest, std::min(codes.rows, wanted));
    const std::vector<std::int64_t> rows = spread(codes.rows, down);
    std::vector<Cell> chosen;
    for (std::int64_t i = 0; i < down; ++i)
        for (const std::int64_t col : spread(codes.cols, (i + 1) * wanted / down - i * wanted / down))
            chosen.push_back({static_cast<int>(rows[static_cast<std::size_t>(i)]), static_cast<int>(col)});
    return chosen;
}

} // namespace

std::int32_t influenceCode(const VqModel& model, std::int32_t code)
{
    const std::vector<Neighbour> nearest = nearestCodes(model.codebook(), code, 1);
    return nearest.empty() ? code : nearest.front().code;
}

Influence influence(Device& device, const VqModel& model, const IndexMap& codes, const Tensor& before, Cell cell,
                    const Progress& progress)
{
    return measure(device, model, codes, before, cell, progress).influence;
}

Influence influence(Device& device, const VqModel& model, const IndexMap& codes, Cell cell, const Progress& progress)
{
    const auto half = [&progress](double from) {
        return Progress{progress.stop, [&progress, from](double fraction) { progress.step(from + fraction / 2); }};
    };
    const Tensor before = device.decodeCodes(model, codes, half(0));
    return influence(device, model, codes, before, cell, half(0.5));
}

MeanInfluence meanInfluence(Device& device, const VqModel& model, const IndexMap& codes, int count,
                            const Progress& progress)
{
    const std::vector<Cell> cells = spreadCells(codes, count);
    const Progress pass{progress.stop, {}};
    const Tensor before = device.decodeCodes(model, codes, pass);
    MeanInfluence mean;
    std::vector<double> rings;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        progress.step(static_cast<double>(i + 1) / static_cast<double>(cells.size() + 1));
        const Measured one = measure(device, model, codes, before, cells[i], pass);
        if (one.rings.empty())
            continue;
        ++mean.cells;
        rings.resize(std::max(rings.size(), one.rings.size()));
        for (std::size_t ring = 0; ring < one.rings.size(); ++ring)
            rings[ring] += one.rings[ring];
    }
    progress.step(1);
    if (mean.cells == 0)
        return mean;
    for (double& ring : rings)
        ring /= static_cast<double>(mean.cells);
    mean.radii = radiiOf(rings);
    const auto steps = static_cast<std::size_t>(1 / kStep);
    double sum = 0;
    for (std::size_t ring = 0; ring < rings.size(); ++ring) {
        if (ring % steps == 0)
            mean.share.push_back(sum);
        sum += rings[ring];
    }
    mean.share.push_back(sum);
    return mean;
}

} // namespace tessera::core
