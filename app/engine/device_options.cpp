// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/device_options.h"

#include "app/files/settings.h"

namespace tessera::app {
namespace {

constexpr quint64 kLargestBudget = quint64{1} << 20; ///< MiB: a TiB; a larger one is damage

} // namespace

gpu::DeviceOptions deviceOptions(const gpu::DeviceOptions& commandLine)
{
    const Settings settings = openSettings();
    const quint64 saved = settings.value(settings_key::kMemoryBudget).toULongLong(); // 0 where it is no number
    gpu::DeviceOptions options = commandLine;
    options.exact = commandLine.exact || settings.value(settings_key::kExact).toBool();
    options.memoryBudget = commandLine.memoryBudget > 0 ? commandLine.memoryBudget
        : saved <= kLargestBudget                       ? saved << 20
                                                        : 0;
    return options;
}

void saveDeviceOptions(const gpu::DeviceOptions& options)
{
    Settings settings = openSettings();
    settings.setValue(settings_key::kExact, options.exact);
    settings.setValue(settings_key::kMemoryBudget, quint64{options.memoryBudget >> 20});
}

} // namespace tessera::app
