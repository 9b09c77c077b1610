// SPDX-License-Identifier: GPL-3.0-or-later
// What every sub-command is given, and how it reports.
#pragma once

#include "core/progress.h"
#include "gpu/gpu.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <string>

namespace tessera::app::cli {

struct SharedOptions {
    std::string model; ///< folder or embedded name; empty for the default
    std::string device; ///< index, (part of) a name, "cpu"; empty for the best one
    bool exact = false;
    std::uint64_t memoryBudget = 0; ///< MiB; 0 for what the device has
    bool json = false; ///< one JSON object on standard output, nothing else

    /// A single command computes by what was measured before; it does not wait for measurements. Nor does it hurry: the
    /// same command gives the same file.
    gpu::DeviceOptions deviceOptions() const
    {
        return {.exact = exact, .memoryBudget = memoryBudget << 20, .tune = gpu::Tune::load, .hurry = false};
    }
};

/// What a sub-command does once its options are parsed. Throws core::Error.
using Job = std::function<void()>;

using Json = nlohmann::ordered_json;

/// "tessera: text" as one line on standard error.
void say(const std::string& text);

/// Text for standard output.
void print(const std::string& text);
void printJson(const Json& object);

/// Spaces behind the text, or before it, to make it `width` characters.
std::string padded(const std::string& text, std::size_t width, bool right = false);
/// A number with `digits` behind the point, whatever the locale.
std::string fixed(double value, int digits);
/// A number with at most `digits` that count, whatever the locale.
std::string significant(double value, int digits);

/// A line on standard error that tells how far the work is; silent unless that is a terminal. Gone when this dies.
class ProgressLine {
public:
    explicit ProgressLine(std::string what);
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    core::Progress progress();

private:
    std::string m_what;
    bool m_visible;
    int m_percent = -1;
};

} // namespace tessera::app::cli
