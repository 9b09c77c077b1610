// SPDX-License-Identifier: GPL-3.0-or-later
// tessera tune [-m MODEL] [--device DEVICE] [--json]
#include "app/cli/session.h"
#include "app/cli/sub_commands.h"
#include "core/error.h"

#include <CLI/CLI.hpp>

namespace tessera::app::cli {
namespace {

/// How many times as fast as by default; 0 where the device cannot do that.
double gain(const gpu::TunedOp& op) { return op.milliseconds > 0 ? op.defaultMilliseconds / op.milliseconds : 0; }

Json report(const gpu::TunedOps& tuned)
{
    Json report{{"device", tuned.device}, {"file", tuned.file}, {"ops", Json::array()}};
    for (const gpu::TunedOp& op : tuned.ops)
        report["ops"].push_back({{"op", op.op},
                                 {"chosen", op.chosen},
                                 {"default", op.byDefault},
                                 {"ms", op.milliseconds},
                                 {"default_ms", op.defaultMilliseconds},
                                 {"gain", gain(op)}});
    return report;
}

std::string table(const gpu::TunedOps& tuned)
{
    std::string text = "measured on " + tuned.device + "\n\n        ms   default      gain  op\n";
    for (const gpu::TunedOp& op : tuned.ops) {
        const bool changed = op.chosen != op.byDefault;
        text += padded(fixed(op.milliseconds, 2), 10, true) + padded(fixed(op.defaultMilliseconds, 2), 10, true)
            + padded(changed ? fixed(gain(op), 2) : "-", 10, true) + "  " + op.op + "  [" + op.chosen
            + (changed ? " instead of " + op.byDefault : "") + "]\n";
    }
    return text + "\nremembered in " + tuned.file + "\n";
}

void run(const SharedOptions& shared)
{
    if (isCpu(shared.device))
        throw core::DeviceError("the CPU's ops are the plain reference and have nothing to choose; choose a device of "
                                "`tessera devices`");
    const Session session(shared);
    gpu::TunedOps tuned;
    {
        ProgressLine line("measuring");
        const bool usual = shared.model.empty();
        tuned = gpu::tuneDevice(shared.device, shared.deviceOptions(), session.model(), usual, line.progress());
    }
    if (shared.json)
        printJson(report(tuned));
    else
        print(table(tuned));
}

} // namespace

Job setUpTune(CLI::App& /*command*/, const SharedOptions& shared)
{
    return [&shared] { run(shared); };
}

} // namespace tessera::app::cli
