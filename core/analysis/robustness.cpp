// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/robustness.h"

#include "core/analysis/neighbours.h"
#include "core/analysis/quality.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>
#include <numeric>

namespace tessera::core {
namespace {

/// A number that has nothing in common with those of other cells: splitmix64.
std::uint64_t hashed(std::uint64_t value)
{
    value += 0x9E3779B97F4A7C15U;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31U);
}

} // namespace

IndexMap jittered(const IndexMap& codes, const VqModel& model, double percent, int neighbours, std::uint64_t seed)
{
    assert(percent >= 0 && percent <= 100);
    std::vector<std::uint64_t> lots(codes.codes.size());
    for (std::size_t i = 0; i < lots.size(); ++i)
        lots[i] = hashed(hashed(seed) ^ i);
    std::vector<std::size_t> order(lots.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return lots[i]; });
    const auto count = static_cast<std::size_t>(std::llround(percent / 100 * static_cast<double>(order.size())));
    IndexMap result = codes;
    std::map<std::int32_t, std::vector<Neighbour>> known;
    for (std::size_t k = 0; k < count; ++k) {
        std::int32_t& code = result.codes[order[k]];
        const auto [entry, isNew] = known.try_emplace(code);
        if (isNew)
            entry->second = nearestCodes(model.codebook(), code, neighbours);
        if (!entry->second.empty())
            code = entry->second[hashed(lots[order[k]]) % entry->second.size()].code;
    }
    return result;
}

std::vector<RobustnessPoint> robustness(Device& device, const VqModel& model, const Picture& input,
                                        const Preparation& how, const IndexMap& codes,
                                        const RobustnessSettings& settings, const Progress& progress)
{
    std::vector<RobustnessPoint> points;
    for (const double percent : settings.percents) {
        progress.step(static_cast<double>(points.size()) / static_cast<double>(settings.percents.size()));
        const IndexMap changed = jittered(codes, model, percent, settings.neighbours, settings.seed);
        const Tensor decoded = device.decodeCodes(model, changed, {progress.stop, {}});
        RobustnessPoint point{percent, 0, psnr(input, toPicture(decoded, 0, &how))};
        for (std::size_t i = 0; i < codes.codes.size(); ++i)
            point.cells += codes.codes[i] != changed.codes[i] ? 1 : 0;
        points.push_back(point);
    }
    progress.step(1);
    return points;
}

} // namespace tessera::core
