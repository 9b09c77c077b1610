// SPDX-License-Identifier: GPL-3.0-or-later
// For tests that can be asked to do much more than usual, before a release or on the trail of a fault.
#pragma once

#include <QtGlobal>

namespace tessera::tests {

/// Qt Test ends what takes longer than five minutes, and reads how long that is before the first test.
[[maybe_unused]] static const bool kHasTime = qputenv("QTEST_FUNCTION_TIMEOUT", "36000000");

/// How many: what the environment variable `name` says, else `usually`.
inline int asked(const char* name, int usually)
{
    const int count = qEnvironmentVariableIntValue(name);
    return count > 0 ? count : usually;
}

} // namespace tessera::tests
