// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/outputs.h"

#include "app/codes/code_formats.h"
#include "app/pictures/picture_files.h"
#include "core/atomic_file.h"
#include "core/error.h"
#include "core/output_place.h"

#include <strings.h>

#include <cmath>
#include <span>

namespace tessera::app::cli {
namespace {

namespace fs = std::filesystem;
using core::FileError;
using core::FormatError;

bool isNpyName(const fs::path& path) { return strcasecmp(path.extension().c_str(), ".npy") == 0; }

} // namespace

void judgePlace(const fs::path& path)
{
    core::checkCanBeWritten(path);
    std::error_code error;
    const fs::path real = fs::weakly_canonical(fs::absolute(path, error), error); // where a link leads, the file is made
    if (!error)
        core::removeLeftOvers(real.parent_path());
}

Output judgeOutput(const std::string& path)
{
    Output output{path, isNpyName(path)};
    if (!output.isNpy)
        try {
            writtenFormat(output.path);
        } catch (FormatError& error) {
            throw FormatError(std::string(error.what()) + ", arrays as .npy");
        }
    judgePlace(output.path);
    return output;
}

Output judgeNpyOutput(const std::string& path)
{
    if (!isNpyName(path))
        throw FormatError(path + ": is written as .npy only; choose a name that ends in .npy");
    judgePlace(path);
    return {path, true};
}

void judgeCodeOutput(const std::string& path)
{
    if (!codeFormatOf(path))
        throw FormatError(path + ": codes are written as " + codeSuffixes() + "; choose a name that ends so");
    judgePlace(path);
}

std::vector<fs::path> pictureNames(const Output& output, std::int64_t count)
{
    if (count == 1)
        return {output.path};
    std::vector<fs::path> names;
    for (std::int64_t n = 0; n < count; ++n) {
        fs::path name = output.path;
        name.replace_filename(output.path.stem().string() + "-" + std::to_string(n) + output.path.extension().string());
        core::checkCanBeWritten(name);
        names.push_back(std::move(name));
    }
    return names;
}

void requireFinite(const core::Tensor& tensor, const std::string& what)
{
    for (const float value : tensor.values)
        if (!std::isfinite(value))
            throw core::Error(what
                              + " are not finite numbers, so nothing was written; the model's weights may be damaged "
                                "(tessera info tells), or the input is beyond its range");
}

void writeText(const fs::path& path, const std::string& text)
{
    core::writeFileAtomically(path, std::as_bytes(std::span(text)));
}

void writePictures(const std::vector<fs::path>& names, const std::vector<core::Picture>& pictures)
{
    std::vector<std::vector<std::byte>> files;
    for (std::size_t i = 0; i < names.size(); ++i)
        files.push_back(
            core::withContext(names[i].string(), [&] { return encodePicture(pictures[i], writtenFormat(names[i])); }));
    for (std::size_t i = 0; i < names.size(); ++i)
        try {
            core::writeFileAtomically(names[i], files[i]);
        } catch (const FileError& error) {
            if (i == 0)
                throw;
            throw FileError(std::string(error.what()) + "; " + std::to_string(i) + " of " + std::to_string(names.size())
                            + " pictures were written, " + names.front().string() + " to " + names[i - 1].string());
        }
}

} // namespace tessera::app::cli
