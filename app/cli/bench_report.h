// SPDX-License-Identifier: GPL-3.0-or-later
// What `tessera bench` says about what it has measured: an object for programs, a table for people.
#pragma once

#include "app/cli/options.h"
#include "app/cli/size.h"
#include "core/measure/fma_probe.h"
#include "core/measure/pass_times.h"

#include <string>

namespace tessera::app::cli {

struct BenchSubject {
    std::string device, model;
    bool exact = false;
    Size size;
};

Json benchReport(const BenchSubject& subject, const core::PassTimes& times, const core::FmaProbe& probe);
std::string benchTable(const BenchSubject& subject, const core::PassTimes& times, const core::FmaProbe& probe);

} // namespace tessera::app::cli
