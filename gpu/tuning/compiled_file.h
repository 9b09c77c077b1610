// SPDX-License-Identifier: Apache-2.0
// Which sets of kernels have run here before, so that the driver's own cache has them: a file for each device and driver
// beside the measurements. A file that is not what it should be knows of none.
#pragma once

#include "gpu/tuning/tuning_key.h"

#include <filesystem>
#include <string>
#include <vector>

namespace tessera::gpu {

class CompiledFile {
public:
    /// The file for this device: $XDG_CACHE_HOME (~/.cache)/tessera/tuning/NAME.compiled.json.
    CompiledFile(const Context& context, const Tuning& tuning);

    /// Empty where there is no folder for it; then it knows of none.
    const std::filesystem::path& path() const { return m_path; }
    bool has(const std::string& kernels) const;
    /// `kernels` has run, all of it. Throws FileError.
    void add(const std::string& kernels) const;

private:
    std::vector<std::string> read() const;

    TuningKey m_key;
    std::filesystem::path m_path;
};

/// A name for the kernels that encoding and decoding with `model` takes.
std::string kernelSetOf(const core::VqModel& model, const Tuning& tuning, bool exact);

} // namespace tessera::gpu
