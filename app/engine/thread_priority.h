// SPDX-License-Identifier: GPL-3.0-or-later
// How urgent a thread is to the system's scheduler.
#pragma once

namespace tessera::app {

/// Makes the calling thread, and the threads that it will start, give way to those of ordinary urgency: on Linux a nice
/// value higher by kGiveWay, as far as there is one. Does nothing where threads have no priorities of their own.
void giveWayToOtherThreads();

constexpr int kGiveWay = 5;

/// The calling thread's nice value; 0 where threads have none.
int threadNiceness();

} // namespace tessera::app
