// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/replacing.h"

#include "core/error.h"
#include "core/output_place.h"
#include "core/text.h"

#include <CLI/CLI.hpp>

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <string>

namespace tessera::app::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestName = 400;

std::string named(const Paths& files)
{
    std::vector<std::string> names;
    for (const fs::path& file : files)
        names.push_back(core::printable(file.string(), kLongestName));
    return core::listed(names);
}

/// The first letter of a line that is typed; 0 for an empty line, and at the end of what can be read.
char firstLetter()
{
    std::fflush(stderr);
    const int first = std::getchar();
    for (int c = first; c != '\n' && c != EOF;)
        c = std::getchar();
    return first == '\n' || first == EOF ? '\0' : static_cast<char>(first);
}

} // namespace

void addForceOption(CLI::App& command, bool& force)
{
    command.add_flag("--force", force, "Replace files that are there without asking");
}

void refuseInputs(const Paths& outputs, const Paths& inputs)
{
    for (const fs::path& output : outputs)
        for (const fs::path& input : inputs)
            if (core::isSameFile(output, input))
                throw core::FileError("cannot write " + core::printable(output.string(), kLongestName) + ": it is the file "
                                      + core::printable(input.string(), kLongestName)
                                      + " that is read, which is never replaced; choose another name");
}

void askToReplace(const Paths& outputs, bool force)
{
    if (force || isatty(STDIN_FILENO) != 1 || isatty(STDERR_FILENO) != 1)
        return;
    Paths there;
    std::error_code ignored;
    std::ranges::copy_if(outputs, std::back_inserter(there), [&](const fs::path& file) { return fs::exists(file, ignored); });
    if (there.empty())
        return;
    std::fputs(("tessera: " + named(there)
                + (there.size() == 1 ? " is there already. Replace it? [y/N] " : " are there already. Replace them? [y/N] "))
                   .c_str(),
               stderr);
    if (const char answer = firstLetter(); answer != 'y' && answer != 'Y')
        throw core::FileError(named(there) + (there.size() == 1 ? " stays as it is" : " stay as they are")
                              + "; nothing was written; choose another name, or --force to replace without being asked");
}

} // namespace tessera::app::cli
