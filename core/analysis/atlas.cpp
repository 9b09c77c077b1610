// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/atlas.h"

#include "core/analysis/code_colours.h"
#include "core/analysis/neighbours.h"
#include "core/cpu/parallel.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace tessera::core {
namespace {

std::size_t codesOf(const Weight& codebook)
{
    assert(codebook.shape.size() == 2);
    return static_cast<std::size_t>(codebook.shape[0]);
}

/// The nearest codes of each code.
std::vector<std::vector<Neighbour>> neighbourGraph(const Weight& codebook, int count, const Progress& progress)
{
    std::vector<std::vector<Neighbour>> graph(codesOf(codebook));
    parallelFor(static_cast<std::int64_t>(graph.size()), progress, [&](std::int64_t code) {
        graph[static_cast<std::size_t>(code)] = nearestCodes(codebook, static_cast<std::int32_t>(code), count);
    });
    return graph;
}

/// Moved and scaled into -1..1, with what is not finite in the middle.
void fit(AtlasLayout& layout)
{
    std::array<float, 2> least{}, most{};
    least.fill(std::numeric_limits<float>::infinity());
    most.fill(-std::numeric_limits<float>::infinity());
    for (const auto& place : layout)
        for (std::size_t axis = 0; axis < 2; ++axis)
            if (std::isfinite(place[axis])) {
                least[axis] = std::min(least[axis], place[axis]);
                most[axis] = std::max(most[axis], place[axis]);
            }
    const float side = std::max({most[0] - least[0], most[1] - least[1], 0.0F});
    for (auto& place : layout)
        for (std::size_t axis = 0; axis < 2; ++axis) {
            const float middle = (least[axis] + most[axis]) / 2;
            const float value = side > 0 ? (place[axis] - middle) * 2 / side : 0;
            place[axis] = std::isfinite(value) ? std::clamp(value, -1.0F, 1.0F) : 0;
        }
}

/// An edge pulls its two codes together, the stronger the higher its weight.
struct Edge {
    std::size_t from = 0, to = 0;
    double weight = 0; ///< 0..1
};

/// How wide "near" is around a code: such that its neighbours' weights sum up to log2 of their number.
double widthOf(const std::vector<Neighbour>& neighbours, double nearest)
{
    const double wanted = std::log2(static_cast<double>(neighbours.size()));
    double low = 0, high = std::numeric_limits<double>::infinity(), width = 1;
    for (int step = 0; step < 64; ++step) {
        double sum = 0;
        for (const Neighbour& neighbour : neighbours)
            sum += std::exp(-std::max(0.0, neighbour.distance - nearest) / width);
        (sum > wanted ? high : low) = width;
        width = std::isinf(high) ? width * 2 : (low + high) / 2;
    }
    return std::max(width, 1e-12);
}

std::vector<Edge> edgesOf(const std::vector<std::vector<Neighbour>>& graph)
{
    std::vector<Edge> edges;
    for (std::size_t from = 0; from < graph.size(); ++from) {
        if (graph[from].empty() || !std::isfinite(graph[from].back().distance))
            continue; // vectors that are not finite have no neighbours
        const double nearest = graph[from].front().distance, width = widthOf(graph[from], nearest);
        for (const Neighbour& neighbour : graph[from])
            edges.push_back({from, static_cast<std::size_t>(neighbour.code),
                             std::exp(-std::max(0.0, neighbour.distance - nearest) / width)});
    }
    return edges;
}

class Dice {
public:
    std::size_t below(std::size_t count)
    {
        m_state ^= m_state << 13U;
        m_state ^= m_state >> 7U;
        m_state ^= m_state << 17U;
        return static_cast<std::size_t>(m_state % count);
    }

private:
    std::uint64_t m_state = 0x2545F4914F6CDD1DU;
};

/// The layout while it is pulled and pushed.
class Springs {
public:
    explicit Springs(AtlasLayout places)
        : m_places(std::move(places))
    {
    }

    void pull(std::size_t a, std::size_t b, double strength)
    {
        const double squared = distanceSquared(a, b);
        if (squared <= 0)
            return;
        const double force = -2 * kA * kB * std::pow(squared, kB - 1) / (1 + kA * std::pow(squared, kB));
        move(a, b, force * strength, true);
    }
    void push(std::size_t a, std::size_t b, double strength)
    {
        const double squared = distanceSquared(a, b);
        const double force = 2 * kB / ((0.001 + squared) * (1 + kA * std::pow(squared, kB)));
        move(a, b, force * strength, false);
    }
    AtlasLayout take() { return std::move(m_places); }

private:
    // 1 / (1 + a d^2b) falls from 1 at about a tenth to nearly nothing at 3: the curve of UMAP for a least distance of
    // 0.1.
    static constexpr double kA = 1.577, kB = 0.8951;
    static constexpr double kLongestStep = 4;

    double distanceSquared(std::size_t a, std::size_t b) const
    {
        const double x = static_cast<double>(m_places[a][0]) - static_cast<double>(m_places[b][0]),
                     y = static_cast<double>(m_places[a][1]) - static_cast<double>(m_places[b][1]);
        return x * x + y * y;
    }
    void move(std::size_t a, std::size_t b, double force, bool both)
    {
        for (std::size_t axis = 0; axis < 2; ++axis) {
            const double apart = static_cast<double>(m_places[a][axis]) - static_cast<double>(m_places[b][axis]);
            const auto step = static_cast<float>(std::clamp(force * apart, -kLongestStep, kLongestStep));
            m_places[a][axis] += step;
            if (both)
                m_places[b][axis] -= step;
        }
    }

    AtlasLayout m_places;
};

} // namespace

AtlasLayout principalLayout(const Weight& codebook)
{
    AtlasLayout layout;
    for (const std::array<float, 3>& place : principalCoordinates(codebook))
        layout.push_back({place[0], place[1]});
    fit(layout);
    return layout;
}

AtlasLayout neighbourLayout(const Weight& codebook, const NeighbourLayoutSettings& settings, const Progress& progress)
{
    constexpr float kBegin = 10; // the size of the layout to begin with, in units of "near"
    constexpr int kPushes = 5;
    const std::size_t codes = codesOf(codebook);
    AtlasLayout layout = principalLayout(codebook);
    if (codes < 3)
        return layout;
    const std::vector<Edge> edges = edgesOf(neighbourGraph(codebook, settings.neighbours, progress));
    Dice dice;
    for (auto& place : layout)
        for (float& value : place) // a little apart, where vectors are equal
            value = kBegin * value + static_cast<float>(dice.below(1000)) * 1e-6F;
    Springs springs(std::move(layout));
    std::vector<double> due(edges.size());
    for (int round = 0; round < settings.rounds; ++round) {
        progress.step(static_cast<double>(round) / settings.rounds);
        const double strength = 1 - static_cast<double>(round) / settings.rounds;
        for (std::size_t i = 0; i < edges.size(); ++i) {
            due[i] += edges[i].weight; // a weight of a half pulls every other round
            if (due[i] < 1)
                continue;
            due[i] -= 1;
            springs.pull(edges[i].from, edges[i].to, strength);
            for (int push = 0; push < kPushes; ++push)
                if (const std::size_t other = dice.below(codes); other != edges[i].from)
                    springs.push(edges[i].from, other, strength);
        }
    }
    layout = springs.take();
    fit(layout);
    return layout;
}

std::vector<double> nearestDistances(const Weight& codebook, const Progress& progress)
{
    std::vector<double> distances;
    for (const std::vector<Neighbour>& nearest : neighbourGraph(codebook, 1, progress))
        distances.push_back(nearest.empty() ? 0 : nearest.front().distance);
    return distances;
}

double neighboursKept(const Weight& codebook, const AtlasLayout& layout, int neighbours, const Progress& progress)
{
    const Weight flat{"layout", {static_cast<std::int64_t>(layout.size()), 2}, [&] {
                          std::vector<float> values;
                          for (const auto& place : layout)
                              values.insert(values.end(), place.begin(), place.end());
                          return values;
                      }()};
    const Progress stop{progress.stop, {}};
    const auto before = neighbourGraph(codebook, neighbours, stop), after = neighbourGraph(flat, neighbours, stop);
    std::int64_t kept = 0, all = 0;
    for (std::size_t code = 0; code < before.size(); ++code)
        for (const Neighbour& neighbour : before[code]) {
            ++all;
            kept += std::ranges::find(after[code], neighbour.code, &Neighbour::code) != after[code].end() ? 1 : 0;
        }
    return all > 0 ? static_cast<double>(kept) / static_cast<double>(all) : 1;
}

} // namespace tessera::core
