// SPDX-License-Identifier: GPL-3.0-or-later
// tessera bench [-m MODEL] [--size N|WxH] [--repeat R] [--json]
// tessera bench --kernels [--repeat R] [--json]
#include "app/cli/bench_report.h"
#include "app/cli/inputs.h"
#include "app/cli/session.h"
#include "app/cli/sub_commands.h"
#include "app/codes/decoded_size.h"
#include "core/error.h"

#include <CLI/CLI.hpp>

namespace tessera::app::cli {
namespace {

struct Options {
    Size size{256, 256};
    int repeats = 9;
    bool kernels = false;
};

/// Up to multiples of the model's factor; says where that changes anything.
Size fitted(const Size& asked, const core::VqModel& model)
{
    const auto factor = static_cast<std::int64_t>(model.factor());
    const std::int64_t cols = (asked.width + factor - 1) / factor, rows = (asked.height + factor - 1) / factor;
    checkDecodedSize(model, 1, rows, cols);
    const Size size{static_cast<int>(cols * factor), static_cast<int>(rows * factor)};
    if (size.width != asked.width || size.height != asked.height)
        say("note: the sides of " + std::to_string(asked.width) + "x" + std::to_string(asked.height)
            + " are no multiples of the factor " + std::to_string(factor) + ", so " + std::to_string(size.width) + "x"
            + std::to_string(size.height) + " is measured");
    return size;
}

void runKernels(const Options& options, const SharedOptions& shared)
{
    if (isCpu(shared.device))
        throw core::DeviceError("the ops of the CPU are the plain reference and not worth measuring; choose a device of "
                                "`tessera devices`");
    core::FmaProbe probe;
    gpu::KernelTimings timings;
    {
        ProgressLine line("measuring");
        // The yardstick is taken between the ops.
        const core::Progress progress{{}, [&probe, shown = line.progress()](double fraction) {
                                          probe.sample();
                                          shown.step(fraction);
                                      }};
        timings = gpu::benchKernels(shared.device, shared.deviceOptions(), options.repeats, progress);
    }
    if (shared.json)
        printJson(kernelReport(timings, probe));
    else
        print(kernelTable(timings, probe));
}

void runPasses(const Options& options, const SharedOptions& shared)
{
    Session session(shared);
    const Size size = fitted(options.size, session.model());
    core::Device& device = session.device();
    core::FmaProbe probe;
    core::PassTimes times;
    {
        ProgressLine line("measuring");
        times = core::timePasses(session.opened().model, device, size.width, size.height, options.repeats,
                                 line.progress(), [&probe] { probe.sample(); });
        probe.sample();
    }
    const BenchSubject subject{device.name(), session.model().name(), session.isExact(), size};
    if (shared.json)
        printJson(benchReport(subject, times, probe));
    else
        print(benchTable(subject, times, probe));
}

} // namespace

Job setUpBench(CLI::App& command, const SharedOptions& shared)
{
    const auto options = std::make_shared<Options>();
    const CLI::Validator isSize(
        [](const std::string& text) {
            return parsedSquareOrSize(text) ? std::string() : "expected a size as 256 or 500x333, not " + text;
        },
        "");
    CLI::Option* kernels
        = command.add_flag("--kernels", options->kernels, "Measure single ops instead of a model's passes");
    command
        .add_option_function<std::string>(
            "--size", [options](const std::string& text) { options->size = *parsedSquareOrSize(text); },
            "Of the made-up picture (default 256)")
        ->type_name("N|WxH")
        ->excludes(kernels)
        ->check(isSize);
    command.add_option("--repeat", options->repeats, "Readings of each kind (default 9)")
        ->type_name("R")
        ->check(CLI::Range(1, 10000));
    return [options, &shared] { options->kernels ? runKernels(*options, shared) : runPasses(*options, shared); };
}

} // namespace tessera::app::cli
