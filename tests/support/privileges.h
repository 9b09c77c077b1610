// SPDX-License-Identifier: Apache-2.0
// Root is above permissions: tests that need them give that up.
#pragma once

#include <cstdlib>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace tessera::tests {

/// For as long as this lives, in this process.
class WithoutPrivileges {
public:
    WithoutPrivileges() { m_dropped = ::geteuid() == 0 && ::seteuid(65534) == 0; }
    ~WithoutPrivileges()
    {
        if (m_dropped && ::seteuid(0) != 0)
            std::abort();
    }
    WithoutPrivileges(const WithoutPrivileges&) = delete;
    WithoutPrivileges& operator=(const WithoutPrivileges&) = delete;

private:
    bool m_dropped = false;
};

/// In a child before it runs a program: for that, permissions of files hold though its user may be root.
inline void heedPermissions()
{
    for (const int capability : {CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH})
        ::prctl(PR_CAPBSET_DROP, static_cast<unsigned long>(capability), 0UL, 0UL, 0UL);
}

} // namespace tessera::tests
