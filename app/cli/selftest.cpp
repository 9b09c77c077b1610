// SPDX-License-Identifier: GPL-3.0-or-later
// tessera selftest [--device DEVICE] [--json]
#include "app/cli/session.h"
#include "app/cli/sub_commands.h"
#include "app/devices/device_test.h"
#include "app/files/resources.h"
#include "core/error.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <optional>

namespace tessera::app::cli {
namespace {

Json described(const core::SelfTest& test)
{
    return {{"model", test.model},
            {"latents", test.latents},
            {"latents_tolerance", core::kLatentsTolerance},
            {"pictures", test.pictures},
            {"pictures_tolerance", core::kPictureTolerance},
            {"cells", test.cells},
            {"other_codes", test.otherCodes},
            {"wrong_codes", test.wrongCodes},
            {"passed", test.passed()}};
}

void run(const SharedOptions& shared)
{
    const std::unique_ptr<core::Device> device = openDevice(shared);
    std::optional<ProgressLine> line;
    const std::vector<core::SelfTest> results = testDevice(*device, [&line](const std::string& model) {
        return line.emplace("testing with " + model).progress();
    });
    line.reset();
    const bool passed = std::ranges::all_of(results, &core::SelfTest::passed);
    if (shared.json) {
        Json report{{"device", device->name()}, {"passed", passed}, {"tests", Json::array()}};
        for (const core::SelfTest& test : results)
            report["tests"].push_back(described(test));
        printJson(report);
    } else {
        print("on " + device->name() + ", largest differences to diffusers, of the largest value:\n");
        for (const core::SelfTest& test : results)
            print(padded(test.model, 16) + " latents " + significant(test.latents, 2) + " (allowed "
                  + significant(core::kLatentsTolerance, 2) + "), pictures " + significant(test.pictures, 2)
                  + " (allowed " + significant(core::kPictureTolerance, 2) + "), other codes in "
                  + std::to_string(test.otherCodes) + " of " + std::to_string(test.cells) + " cells, unexplained "
                  + std::to_string(test.wrongCodes) + ": " + (test.passed() ? "PASS" : "FAIL") + "\n");
        print(passed ? "PASS\n" : "FAIL\n");
    }
    if (!passed) {
        std::fflush(stdout);
        throw core::DeviceError(device->name()
                                + " computes other numbers than the reference; update its driver, or "
                                  "choose another device or --device cpu");
    }
}

} // namespace

Job setUpSelftest(CLI::App& /*command*/, const SharedOptions& shared)
{
    return [&shared] { run(shared); };
}

} // namespace tessera::app::cli
