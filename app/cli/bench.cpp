// SPDX-License-Identifier: GPL-3.0-or-later
// tessera bench [-m MODEL] [--size N|WxH] [--repeat R] [--json]
#include "app/cli/bench_report.h"
#include "app/cli/inputs.h"
#include "app/cli/session.h"
#include "app/cli/sub_commands.h"

#include <CLI/CLI.hpp>

namespace tessera::app::cli {
namespace {

struct Options {
    Size size{256, 256};
    int repeats = 9;
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

void run(const Options& options, const SharedOptions& shared)
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
    command
        .add_option_function<std::string>(
            "--size", [options](const std::string& text) { options->size = *parsedSquareOrSize(text); },
            "Of the made-up picture (default 256)")
        ->type_name("N|WxH")
        ->check(isSize);
    command.add_option("--repeat", options->repeats, "Readings of each kind (default 9)")
        ->type_name("R")
        ->check(CLI::Range(1, 10000));
    return [options, &shared] { run(*options, shared); };
}

} // namespace tessera::app::cli
