// SPDX-License-Identifier: Apache-2.0
// What a long piece of work is given: a way to be stopped, and a way to say how far it is. Copied by value.
#pragma once

#include "core/error.h"

#include <functional>
#include <stop_token>

namespace tessera::core {

struct Progress {
    std::stop_token stop{};
    /// Called now and then on the working thread with a fraction in 0..1. May be empty.
    std::function<void(double)> report{};

    /// Throws Cancelled if a stop was asked for, otherwise reports `fraction`.
    void step(double fraction) const
    {
        if (stop.stop_requested())
            throw Cancelled();
        if (report)
            report(fraction);
    }
};

} // namespace tessera::core
