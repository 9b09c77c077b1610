// SPDX-License-Identifier: Apache-2.0
#include "core/measure/timing.h"

#include <time.h>

#include <algorithm>

namespace tessera::core {
namespace {

double processMilliseconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
}

} // namespace

Spread spreadOf(std::vector<double> readings)
{
    if (readings.empty())
        return {};
    std::ranges::sort(readings);
    const std::size_t middle = readings.size() / 2;
    const double below = readings[(readings.size() - 1) / 2];
    return {readings.front(), (below + readings[middle]) / 2};
}

Stopwatch::Stopwatch() : m_start(std::chrono::steady_clock::now()), m_cpuStart(processMilliseconds()) {}

double Stopwatch::milliseconds() const
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - m_start).count();
}

double Stopwatch::cpuMilliseconds() const
{
    return processMilliseconds() - m_cpuStart;
}

} // namespace tessera::core
