// SPDX-License-Identifier: Apache-2.0
#include "core/cpu/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace tessera::core {

void parallelFor(std::int64_t count, const Progress& progress, const std::function<void(std::int64_t)>& job)
{
    std::atomic<std::int64_t> next{0};
    std::exception_ptr failure;
    std::once_flag failed;
    const auto work = [&] {
        try {
            for (std::int64_t i = next++; i < count; i = next++) {
                if (progress.stop.stop_requested())
                    throw Cancelled();
                job(i);
            }
        } catch (...) {
            std::call_once(failed, [&] { failure = std::current_exception(); });
            next = count;
        }
    };
    {
        const auto threads = std::min<std::int64_t>(count, std::max(1U, std::thread::hardware_concurrency()));
        std::vector<std::jthread> others;
        for (std::int64_t i = 1; i < threads; ++i)
            others.emplace_back(work);
        work();
    }
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace tessera::core
