// SPDX-License-Identifier: GPL-3.0-or-later
// What one thread leaves for another in Qt's queue of events. Debian's Qt is built without the thread sanitizer, which
// therefore does not see that the queue is locked, and takes all that went through it for a race; so it is told here.
// In other builds these are nothing.
#pragma once

#ifdef TESSERA_SANITIZES_THREAD
#include <sanitizer/tsan_interface.h>
#endif

namespace tessera::app {

#ifdef TESSERA_SANITIZES_THREAD
inline void handOver(void* receiver) { __tsan_release(receiver); }
inline void takeOver(void* receiver) { __tsan_acquire(receiver); }
#else
inline void handOver(void* /*receiver*/) {}
inline void takeOver(void* /*receiver*/) {}
#endif

} // namespace tessera::app
