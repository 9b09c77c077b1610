// SPDX-License-Identifier: Apache-2.0
// Where measurements outlive the program: a file for each device and driver in the user's cache. Anything odd about a
// file makes all of it worthless, and nobody is told: it can be measured again.
#pragma once

#include "gpu/tuning/tuning_key.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace tessera::gpu {

/// The measurements as JSON.
std::string toText(const Choices& choices, const TuningKey& key);
/// Nothing where the text is damaged, was made for another key, or has what cannot be: classes that are none, choices
/// that workgroups of the tuning's lanes could not compute, the same class twice.
std::optional<Choices> fromText(std::string_view text, const TuningKey& key, const Tuning& tuning);

/// The defaults for a device and, unless `tune` is off, what its file says.
Tuning knownTuning(const Context& context, Tune tune);

class TuningFile {
public:
    /// The file for this device: $XDG_CACHE_HOME (~/.cache)/tessera/tuning/NAME.json.
    TuningFile(const Context& context, const Tuning& tuning);

    /// Empty where there is neither XDG_CACHE_HOME nor HOME: then nothing is kept.
    const std::filesystem::path& path() const { return m_path; }
    /// None where there is no file of any worth.
    Choices read() const;
    /// Adds to what is in the file, or replaces it, class by class. Throws FileError.
    void add(const Choices& choices) const;

private:
    TuningKey m_key;
    Tuning m_tuning; ///< what choices are judged by
    Limits m_limits;
    std::filesystem::path m_path;
};

} // namespace tessera::gpu
