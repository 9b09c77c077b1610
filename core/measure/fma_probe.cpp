// SPDX-License-Identifier: Apache-2.0
// Built with -ffp-contract=fast (CMakeLists.txt), so that a product and a sum become one instruction.
#include "core/measure/fma_probe.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>

namespace tessera::core {
namespace {

using Clock = std::chrono::steady_clock;
using Lanes [[gnu::vector_size(32)]] = float;

constexpr int kChains = 12; ///< latency times pipes of today's cores is 8 to 10; 14 of 16 registers are taken
constexpr double kFlopsPerRound = kChains * 8 * 2;
constexpr int kBursts = 4;
constexpr std::chrono::milliseconds kBurst{4};

/// Twelve chains that do not wait for each other, each going to a fixed point.
[[gnu::always_inline]] inline void spin(std::int64_t rounds)
{
    Lanes factor = Lanes{} + 0.75F, term = Lanes{} + 0.25F;
    asm volatile("" : "+m"(factor), "+m"(term)); // unknown to the compiler
    // Different starts, or the compiler sees that all chains are one.
    Lanes a = term, b = a + 1, c = a + 2, d = a + 3, e = a + 4, f = a + 5, g = a + 6, h = a + 7, i = a + 8, j = a + 9,
          k = a + 10, l = a + 11;
    for (std::int64_t round = 0; round < rounds; ++round) {
        a = a * factor + term;
        b = b * factor + term;
        c = c * factor + term;
        d = d * factor + term;
        e = e * factor + term;
        f = f * factor + term;
        g = g * factor + term;
        h = h * factor + term;
        i = i * factor + term;
        j = j * factor + term;
        k = k * factor + term;
        l = l * factor + term;
    }
    Lanes sum = ((a + b) + (c + d)) + ((e + f) + (g + h)) + ((i + j) + (k + l));
    asm volatile("" : "+m"(sum));
}

#if defined(__x86_64__)
[[gnu::target("avx2,fma")]] void spinWide(std::int64_t rounds)
{
    spin(rounds);
}
#endif

void spinPlain(std::int64_t rounds)
{
    spin(rounds);
}

using Spin = void (*)(std::int64_t);

Spin bestSpin()
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return spinWide;
#endif
    return spinPlain;
}

double secondsOf(Spin work, std::int64_t rounds)
{
    const auto start = Clock::now();
    work(rounds);
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Rounds that take about one burst.
std::int64_t roundsOfABurst(Spin work)
{
    constexpr std::int64_t kTrial = 100'000;
    const double seconds = std::min(secondsOf(work, kTrial), secondsOf(work, kTrial));
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(kTrial * std::chrono::duration<double>(kBurst).count() / seconds));
}

double secondsOnTwo(Spin work, std::int64_t rounds)
{
    std::atomic<bool> ready = false, go = false;
    std::thread other([&] {
        ready = true;
        while (!go)
            std::this_thread::yield();
        work(rounds);
    });
    while (!ready)
        std::this_thread::yield();
    const auto start = Clock::now();
    go = true;
    work(rounds);
    other.join();
    return std::chrono::duration<double>(Clock::now() - start).count();
}

} // namespace

void FmaProbe::sample()
{
    const Spin work = bestSpin();
    const std::int64_t rounds = roundsOfABurst(work);
    const double gflop = kFlopsPerRound * static_cast<double>(rounds) * 1e-9;
    for (int burst = 0; burst < kBursts; ++burst) {
        m_one = std::max(m_one, gflop / secondsOf(work, rounds));
        m_two = std::max(m_two, 2 * gflop / secondsOnTwo(work, rounds));
    }
}

} // namespace tessera::core
