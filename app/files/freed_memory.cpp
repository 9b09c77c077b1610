// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/freed_memory.h"

#include <cstdlib> // which defines __GLIBC__ where it is that library

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace tessera::app {

void returnFreedMemory()
{
#ifdef __GLIBC__
    constexpr int kHeaps = 2;          // instead of eight for each processor
    constexpr int kLarge = 512 * 1024; // bytes; else a limit that grows to 32 MiB with what is freed
    mallopt(M_ARENA_MAX, kHeaps);
    mallopt(M_MMAP_THRESHOLD, kLarge);
#endif
}

void trimFreedMemory()
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

} // namespace tessera::app
