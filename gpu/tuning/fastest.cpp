// SPDX-License-Identifier: Apache-2.0
#include "gpu/tuning/fastest.h"

#include <algorithm>
#include <limits>

namespace tessera::gpu {

namespace {

/// Rounds in which all that are left are read in turns, so that whatever else the machine does slows all of them down;
/// and then turns of two.
constexpr int kRounds = 6, kTurns = 8;
/// A trial is given up when its shortest reading is so many times the best trial's: after its first one, and after a few.
constexpr double kHopeless = 1.3, kUnlikely = 1.1;
constexpr int kFew = 3;

constexpr double kNever = std::numeric_limits<double>::infinity();

/// A trial and its shortest reading.
struct Runner {
    Trial trial;
    double shortest = kNever;
    bool isLeft = true;

    void read(const core::Progress& progress)
    {
        progress.step(0);
        try {
            shortest = std::min(shortest, trial());
        } catch (const core::DeviceError&) {
            shortest = kNever;
            giveUp();
        }
    }
    void giveUp()
    {
        isLeft = false;
        trial = {};
    }
};

/// Reads them in rounds; the first stays to the end, so that it can be compared with the best.
void race(std::vector<Runner>& runners, const core::Progress& progress)
{
    double best = kNever;
    const auto dropSlower = [&](double factor) {
        for (std::size_t i = 1; i < runners.size(); ++i)
            if (runners[i].isLeft && runners[i].shortest < kNever && runners[i].shortest > best * factor)
                runners[i].giveUp();
    };
    for (Runner& runner : runners) {
        runner.read(progress); // compiles
        if (!runner.isLeft)
            continue;
        runner.shortest = kNever;
        runner.read(progress);
        best = std::min(best, runner.shortest);
        dropSlower(kHopeless);
    }
    for (int round = 1; round < kRounds && std::ranges::count(runners, true, &Runner::isLeft) > 1; ++round) {
        for (Runner& runner : runners) {
            if (runner.isLeft)
                runner.read(progress);
            best = std::min(best, runner.shortest);
        }
        dropSlower(round < kFew ? kHopeless : kUnlikely);
    }
}

} // namespace

std::optional<Fastest> fastest(std::vector<Trial> trials, const core::Progress& progress)
{
    std::vector<Runner> runners;
    for (Trial& trial : trials)
        runners.push_back({std::move(trial)});
    race(runners, progress);
    const auto winner = std::ranges::min_element(runners, {}, [](const Runner& runner) {
        return runner.isLeft ? runner.shortest : kNever;
    });
    if (winner == runners.end() || !winner->isLeft)
        return {};
    Runner& first = runners.front();
    if (!first.isLeft)
        return Fastest{static_cast<std::size_t>(winner - runners.begin()), winner->shortest, 0};
    const Fastest byDefault{0, first.shortest, first.shortest};
    const auto isClear = [&] { return winner->shortest * kClearlyFaster <= first.shortest; };
    if (!isClear())
        return byDefault;
    // The best of many has had luck: once more against the default, from the start.
    first.shortest = winner->shortest = kNever;
    for (int turn = 0; turn < kTurns && first.isLeft && winner->isLeft; ++turn) {
        first.read(progress);
        winner->read(progress);
    }
    if (!first.isLeft || !winner->isLeft || !isClear())
        return byDefault;
    return Fastest{static_cast<std::size_t>(winner - runners.begin()), winner->shortest, first.shortest};
}

} // namespace tessera::gpu
