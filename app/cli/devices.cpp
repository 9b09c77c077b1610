// SPDX-License-Identifier: GPL-3.0-or-later
// tessera devices [--json]
#include "app/cli/sub_commands.h"
#include "gpu/gpu.h"

#include <CLI/CLI.hpp>

namespace tessera::app::cli {
namespace {

Json described(const gpu::DeviceInfo& device)
{
    Json row;
    row["index"] = device.index;
    row["name"] = device.name;
    row["kind"] = gpu::kindName(device.kind);
    row["driver"] = device.driver;
    row["api_version"] = device.apiVersion;
    row["memory_bytes"] = device.memoryBytes;
    row["subgroup_size"] = device.subgroupSize;
    row["usable"] = device.unusable.empty();
    row["unusable"] = device.unusable;
    return row;
}

void run(const SharedOptions& shared)
{
    const gpu::DeviceList list = gpu::listDevices();
    if (shared.json) {
        Json report;
        report["devices"] = Json::array();
        for (const gpu::DeviceInfo& device : list.devices)
            report["devices"].push_back(described(device));
        report["devices"].push_back(
            {{"index", nullptr}, {"name", "cpu"}, {"kind", "CPU"}, {"usable", true}, {"unusable", ""}});
        report["problem"] = list.problem;
        printJson(report);
        return;
    }
    for (const gpu::DeviceInfo& device : list.devices) {
        print(std::to_string(device.index) + "    " + device.name + "\n     " + gpu::kindName(device.kind) + ", Vulkan "
              + device.apiVersion + ", " + std::to_string(device.memoryBytes >> 20) + " MB, " + device.driver + "\n");
        if (!device.unusable.empty())
            print("     cannot be used: " + device.unusable + "\n");
    }
    print("cpu  the processor, without Vulkan: the same results, slowly\n");
    if (list.devices.empty())
        say("note: no Vulkan device: " + list.problem);
}

} // namespace

Job setUpDevices(CLI::App&, const SharedOptions& shared)
{
    return [&shared] { run(shared); };
}

} // namespace tessera::app::cli
