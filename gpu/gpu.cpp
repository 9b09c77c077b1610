// SPDX-License-Identifier: Apache-2.0
#include "gpu/gpu.h"

#include "core/error.h"
#include "gpu/fourier/fourier.h"
#include "gpu/vulkan_device.h"

#include <algorithm>
#include <cctype>

namespace tessera::gpu {

namespace {

std::string lower(std::string text)
{
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

bool matches(const DeviceInfo& info, const std::string& choice)
{
    if (choice.empty())
        return true;
    if (std::ranges::all_of(choice, [](unsigned char c) { return std::isdigit(c) != 0; }))
        return choice == std::to_string(info.index);
    return lower(info.name).find(lower(choice)) != std::string::npos;
}

} // namespace

DeviceList listDevices()
{
    DeviceList list;
    try {
        const Instance instance;
        for (const auto& physical : instance.devices())
            list.devices.push_back(physical.info);
        if (list.devices.empty())
            list.problem = "no Vulkan device was found (Debian: install mesa-vulkan-drivers)";
    } catch (const core::DeviceError& error) {
        list.problem = error.what();
    }
    return list;
}

std::string kindName(DeviceKind kind)
{
    switch (kind) {
    case DeviceKind::discrete:
        return "discrete GPU";
    case DeviceKind::integrated:
        return "integrated GPU";
    case DeviceKind::virtualized:
        return "virtual GPU";
    case DeviceKind::software:
        return "software";
    case DeviceKind::other:
        break;
    }
    return "other";
}

std::unique_ptr<Context> openContext(const std::string& choice)
{
    auto instance = std::make_shared<Instance>();
    std::string there, why;
    for (const auto& physical : instance->devices()) {
        there += (there.empty() ? "" : ", ") + std::to_string(physical.info.index) + " " + physical.info.name;
        if (!matches(physical.info, choice))
            continue;
        if (physical.info.unusable.empty())
            return std::make_unique<Context>(instance, physical);
        why += physical.info.name + " cannot be used: " + physical.info.unusable + "; ";
    }
    if (there.empty())
        throw core::DeviceError("no Vulkan device was found (Debian: install mesa-vulkan-drivers); --device cpu works "
                                "without one");
    throw core::DeviceError(why + "no usable device matches \"" + choice + "\"; there is: " + there + ", cpu");
}

std::unique_ptr<core::Device> openDevice(const std::string& choice, const DeviceOptions& options)
{
    return std::make_unique<VulkanDevice>(openContext(choice), options);
}

std::unique_ptr<core::FourierTransform> openFourier(const std::string& choice)
{
    try {
        return core::withCpuFallback(std::make_unique<VulkanFourier>(openContext(choice)));
    } catch (const core::DeviceError&) {
        return core::makeCpuFourier();
    }
}

} // namespace tessera::gpu
