// SPDX-License-Identifier: Apache-2.0
#include "gpu/fastest.h"

#include <algorithm>
#include <array>
#include <limits>

namespace tessera::gpu {

namespace {

/// A trial whose shortest reading is longer than the best trial's by this much is given up.
constexpr double kHopeless = 1.25;
/// The two shortest readings agree when they are as close as this.
constexpr double kAgree = 1.03;
constexpr int kMostReadings = 7, kTurns = 4;

constexpr double kNever = std::numeric_limits<double>::infinity();

/// The shortest of a few readings; fewer where they agree, or where it cannot become less than `best` any more.
double shortest(const Trial& trial, double best, const core::Progress& progress)
{
    double first = kNever, second = kNever;
    for (int i = 0; i < kMostReadings; ++i) {
        progress.step(0);
        const double reading = trial();
        second = std::min(second, std::max(first, reading));
        first = std::min(first, reading);
        if (second <= first * kAgree || first > best * kHopeless)
            break;
    }
    return first;
}

} // namespace

std::optional<Fastest> fastest(std::vector<Trial> trials, const core::Progress& progress)
{
    constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
    double best = kNever, byDefault = kNever;
    std::size_t winner = kNone;
    for (std::size_t i = 0; i < trials.size(); ++i) {
        progress.step(0);
        double took = kNever;
        try {
            trials[i](); // compiles, and fills caches
            took = shortest(trials[i], best, progress);
        } catch (const core::DeviceError&) {
        }
        if (i == 0)
            byDefault = took;
        const std::size_t loser = took < best ? winner : i;
        if (took < best) {
            best = took;
            winner = i;
        }
        if (loser != kNone && loser != 0)
            trials[loser] = {};
    }
    if (winner == kNone)
        return {};
    if (winner == 0 || byDefault == kNever)
        return Fastest{winner, best, winner == 0 ? best : 0};
    if (best * kClearlyFaster > byDefault)
        return Fastest{0, byDefault, byDefault};
    // In turns: whatever else the machine does meanwhile slows both down.
    std::array<double, 2> least{kNever, kNever};
    try {
        for (int i = 0; i < kTurns; ++i) {
            progress.step(0);
            least[0] = std::min(least[0], trials[0]());
            least[1] = std::min(least[1], trials[winner]());
        }
    } catch (const core::DeviceError&) {
        return Fastest{0, byDefault, byDefault};
    }
    if (least[1] * kClearlyFaster > least[0])
        return Fastest{0, least[0], least[0]};
    return Fastest{winner, least[1], least[0]};
}

} // namespace tessera::gpu
