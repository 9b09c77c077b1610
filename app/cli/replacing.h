// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are there already: what a command reads is never replaced, and who sits at a terminal is asked about the rest.
#pragma once

#include <filesystem>
#include <vector>

namespace CLI {
class App;
}

namespace tessera::app::cli {

using Paths = std::vector<std::filesystem::path>;

/// --force: replaces files without asking.
void addForceOption(CLI::App& command, bool& force);

/// Throws core::FileError where one of `outputs` is one of `inputs`, also through links.
void refuseInputs(const Paths& outputs, const Paths& inputs);

/// Asks on the terminal whether those of `outputs` that are there may be replaced; not with `force`, and not where nobody
/// can answer: where standard input or standard error is no terminal. Throws core::FileError where the answer is not yes.
void askToReplace(const Paths& outputs, bool force);

} // namespace tessera::app::cli
