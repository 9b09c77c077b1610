// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/confinement.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace tessera::app {
namespace {

/// An image, another while it is turned or converted, and the decoder's own.
constexpr rlim_t kMostMemory = rlim_t{4} << 30;

void limit(__rlimit_resource what, rlim_t most)
{
    struct rlimit limits{};
    if (getrlimit(what, &limits) != 0)
        return;
    limits.rlim_cur = std::min(limits.rlim_cur, most);
    limits.rlim_max = std::min(limits.rlim_max, most + (what == RLIMIT_CPU ? 1 : 0)); // a second for SIGXCPU
    setrlimit(what, &limits);
}

bool allow(scmp_filter_ctx filter)
{
    // What malloc, threads with Qt's event loops, clocks and open files need.
    for (const int call :
         {SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(lseek), SCMP_SYS(fstat), SCMP_SYS(close), SCMP_SYS(munmap),
          SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(brk), SCMP_SYS(futex), SCMP_SYS(set_robust_list),
          SCMP_SYS(rseq), SCMP_SYS(gettid), SCMP_SYS(getpid), SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity),
          SCMP_SYS(sysinfo), SCMP_SYS(sigaltstack), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction),
          SCMP_SYS(rt_sigreturn), SCMP_SYS(restart_syscall), SCMP_SYS(clock_gettime), SCMP_SYS(clock_nanosleep),
          SCMP_SYS(nanosleep), SCMP_SYS(eventfd2), SCMP_SYS(pipe2), SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(getrandom),
          SCMP_SYS(exit), SCMP_SYS(exit_group)})
        if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) != 0)
            return false;
    // Memory, but none that can be run; threads, but no processes, and their names. The C library asks for threads by
    // clone3, whose arguments no filter can read, and falls back to clone where there is none.
    const auto noneToRun = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, noneToRun) == 0
        && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, noneToRun) == 0
        && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                            SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD | CLONE_VM, CLONE_THREAD | CLONE_VM)) == 0
        && seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0
        && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1, SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME)) == 0;
}

} // namespace

bool confineThisProcess()
{
    setenv("QT_NO_GLIB", "1", 1); // GLib's event loops want more, and end the process where they do not get it
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_DUMPABLE, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, kDecoderSeconds);
    limit(RLIMIT_FSIZE, 0);
#ifndef TESSERA_SANITIZES_ADDRESS // it maps terabytes
    limit(RLIMIT_AS, kMostMemory);
#endif
    const std::unique_ptr<void, void (*)(scmp_filter_ctx)> filter(seccomp_init(SCMP_ACT_ERRNO(EPERM)), seccomp_release);
    return filter && allow(filter.get()) && seccomp_load(filter.get()) == 0;
}

} // namespace tessera::app
