// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/devices/device_test.h"

#include "app/files/resources.h"
#include "core/error.h"
#include "core/model/model_folder.h"

#include <algorithm>
#include <system_error>

namespace tessera::app {

std::vector<core::SelfTest> testDevice(core::Device& device,
                                       const std::function<core::Progress(const std::string& model)>& progressOf)
{
    std::vector<core::SelfTest> results;
    for (const EmbeddedModel& model : embeddedModels()) {
        std::error_code ignored;
        if (!std::filesystem::is_directory(model.folder / "golden", ignored))
            continue;
        const core::OpenedModel opened = core::openModel(model.folder);
        try {
            results.push_back(core::selfTest(opened.model, model.folder / "golden", device, progressOf(model.name)));
        } catch (...) {
            device.forget(*opened.model);
            throw;
        }
        device.forget(*opened.model);
    }
    if (results.empty())
        throw core::FileError(
            "there is no recorded data to compare with beside the embedded models; install Tessera anew");
    return results;
}

bool DeviceTest::passed() const
{
    return !results.empty() && std::ranges::all_of(results, &core::SelfTest::passed);
}

} // namespace tessera::app
