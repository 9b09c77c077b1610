// SPDX-License-Identifier: Apache-2.0
// What measurements are made of: a watch for wall clock and processor time, and what many readings come to.
#pragma once

#include <chrono>
#include <vector>

namespace tessera::core {

/// Of several readings of the same thing; 0 where there are none.
struct Spread {
    double min = 0;
    double median = 0; ///< of an even number of readings the mean of the middle two
};

Spread spreadOf(std::vector<double> readings);

/// Runs from its construction.
class Stopwatch {
public:
    Stopwatch();
    double milliseconds() const;
    /// What all threads of this process have computed meanwhile, those of a driver in software too.
    double cpuMilliseconds() const;

private:
    std::chrono::steady_clock::time_point m_start;
    double m_cpuStart;
};

/// Readings of one thing done again and again, in milliseconds.
struct Readings {
    std::vector<double> wall;
    std::vector<double> cpu;

    template <class Work>
    void time(const Work& work)
    {
        const Stopwatch watch;
        work();
        wall.push_back(watch.milliseconds());
        cpu.push_back(watch.cpuMilliseconds());
    }
};

} // namespace tessera::core
