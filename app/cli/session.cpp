// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/session.h"

#include "app/files/resources.h"
#include "core/cpu/cpu_device.h"

#include <strings.h>

namespace tessera::app::cli {

bool isCpu(const std::string& choice) { return strcasecmp(choice.c_str(), "cpu") == 0; }

std::unique_ptr<core::Device> openDevice(const SharedOptions& shared)
{
    if (isCpu(shared.device))
        return core::makeCpuDevice();
    try {
        return gpu::openDevice(shared.device, shared.deviceOptions());
    } catch (const core::DeviceError& error) {
        if (!shared.device.empty())
            throw;
        say(std::string("note: no Vulkan device can be used, so the CPU computes, slowly: ") + error.what());
        return core::makeCpuDevice();
    }
}

Session::Session(const SharedOptions& shared)
    : m_shared(&shared)
    , m_opened(core::openModel(findModel(shared.model)))
{
    for (const std::string& note : model().notes())
        say("note: " + model().name() + ": " + note);
}

std::vector<std::filesystem::path> Session::files() const
{
    std::vector<std::filesystem::path> files = m_opened.files.weightFiles;
    if (!m_opened.files.config.empty())
        files.push_back(m_opened.files.config);
    return files;
}

const core::Codec& Session::codec()
{
    if (!m_codec)
        m_codec = std::make_unique<core::Codec>(m_opened.model, device());
    return *m_codec;
}

core::Device& Session::device()
{
    if (!m_device)
        m_device = openDevice(*m_shared);
    return *m_device;
}

bool Session::isExact() { return m_shared->exact || core::isCpuDevice(device()); }

Json Session::report() const
{
    Json report;
    report["model"] = model().name();
    report["model_folder"] = m_opened.files.folder.string();
    if (m_device)
        report["device"] = m_device->name();
    return report;
}

} // namespace tessera::app::cli
