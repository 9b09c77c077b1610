// SPDX-License-Identifier: GPL-3.0-or-later
// How the C library keeps memory that the program has given back.
#pragma once

namespace tessera::app {

/// For the whole program: whatever is as large as a picture goes back to the system as soon as it is given back, and
/// threads share what small things lie in. Without this a window that is open for long holds ever more: pictures, codes
/// and kernels come and go on many threads, and each leaves gaps in a heap of its own. What it costs a decode or a stroke
/// is lost in the noise (`tessera bench` and bench_gui in pairs). Called before there are threads; only glibc is told.
void returnFreedMemory();

/// Gives back what lies free between small things that are in use; for when much has gone. Takes some milliseconds, in
/// which other threads may have to wait for memory.
void trimFreedMemory();

} // namespace tessera::app
