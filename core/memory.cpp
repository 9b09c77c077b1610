// SPDX-License-Identifier: Apache-2.0
#include "core/memory.h"

#include "core/text.h"

#include <algorithm>
#include <fstream>
#include <limits>
#include <sys/resource.h>
#include <unistd.h>

namespace tessera::core {

namespace {

std::optional<std::uint64_t> ofSystem()
{
    std::ifstream table("/proc/meminfo");
    std::string name;
    std::uint64_t kilobytes = 0;
    // "MemAvailable:    8123456 kB"
    while (table >> name >> kilobytes) {
        if (name == "MemAvailable:")
            return kilobytes * 1024;
        table.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
    }
    return {};
}

std::optional<std::uint64_t> ofLimit()
{
    rlimit limit{};
    std::uint64_t pages = 0;
    if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY
        || !(std::ifstream("/proc/self/statm") >> pages))
        return {};
    const std::uint64_t taken = pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    return limit.rlim_cur - std::min<std::uint64_t>(taken, limit.rlim_cur);
}

} // namespace

std::optional<std::uint64_t> availableMemory()
{
    const std::optional<std::uint64_t> system = ofSystem(), limit = ofLimit();
    return system && limit ? std::min(*system, *limit) : system ? system : limit;
}

std::string mebibytes(std::uint64_t bytes)
{
    return grouped((bytes >> 20U) + ((bytes & 0xFFFFFU) != 0 ? 1 : 0)) + " MiB";
}

std::string memoryShortage(const std::string& what, std::optional<std::uint64_t> needed, const std::string& advice)
{
    std::string text = "there is not enough memory " + what;
    const std::optional<std::uint64_t> available = availableMemory();
    if (needed)
        text += ": it takes about " + mebibytes(*needed);
    if (available)
        text += (needed ? ", and " : ": ") + mebibytes(*available) + " are available";
    return text + "; " + advice;
}

} // namespace tessera::core
