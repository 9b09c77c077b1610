// SPDX-License-Identifier: GPL-3.0-or-later
// The model and the device of one run. Everything about the model is judged from its files; the device is started
// when the first computation asks for it, so that wrong files are found before Vulkan is touched.
#pragma once

#include "app/cli/options.h"
#include "core/model/codec.h"
#include "core/model/model_folder.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace tessera::app::cli {

/// Is "cpu" chosen, in any case of letters?
bool isCpu(const std::string& choice);

/// The device that was chosen: "cpu", or a Vulkan device; where nobody chose and there is no Vulkan device, says so and takes the CPU.
std::unique_ptr<core::Device> openDevice(const SharedOptions& shared);

class Session {
public:
    /// Opens the model and says what is odd about it. Throws core::FileError or core::FormatError.
    explicit Session(const SharedOptions& shared);

    const core::OpenedModel& opened() const { return m_opened; }
    const core::VqModel& model() const { return *m_opened.model; }
    /// What the model was read from.
    std::vector<std::filesystem::path> files() const;
    /// Starts the device on first use. Throws core::DeviceError.
    const core::Codec& codec();

    core::Device& device(); ///< started likewise
    /// Does the device decode as exactly as it can: because it was asked to, or because it is the CPU?
    bool isExact();

    /// {"model": ..., "device": ...} to begin a report with.
    Json report() const;

private:
    const SharedOptions* m_shared;
    core::OpenedModel m_opened;
    std::unique_ptr<core::Device> m_device;
    std::unique_ptr<core::Codec> m_codec;
};

} // namespace tessera::app::cli
