// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/thread_priority.h"

#ifdef __linux__
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#endif

namespace tessera::app {

#ifdef __linux__

// Linux keeps the nice value by thread, and a new thread begins with that of the one that starts it (setpriority(2),
// NOTES).

int threadNiceness() { return getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())); }

void giveWayToOtherThreads()
{
    constexpr int kLowest = 19;
    // Lowering one's own priority is always allowed.
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), std::min(threadNiceness() + kGiveWay, kLowest));
}

#else

int threadNiceness() { return 0; }
void giveWayToOtherThreads() { }

#endif

} // namespace tessera::app
