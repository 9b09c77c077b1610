// SPDX-License-Identifier: GPL-3.0-or-later
// What the sub-commands write: judged before long work starts, encoded completely before the first file is touched.
#pragma once

#include "core/picture.h"
#include "core/tensor.h"

#include <filesystem>
#include <string>
#include <vector>

namespace tessera::app::cli {

struct Output {
    std::filesystem::path path;
    bool isNpy = false;
};

/// A picture or .npy by its extension, in a folder that exists and can be written. Throws core::FormatError (unknown
/// extension) or core::FileError.
Output judgeOutput(const std::string& path);

/// The same for what can only be .npy.
Output judgeNpyOutput(const std::string& path);

/// The same for codes, in one of their formats.
void judgeCodeOutput(const std::string& path);

/// A file of text or the like, whatever it is called, in such a folder. Each of these removes what a killed run left there.
void judgePlace(const std::filesystem::path& path);

/// OUT, or OUT-0, OUT-1 ... for more than one picture, all judged.
std::vector<std::filesystem::path> pictureNames(const Output& output, std::int64_t count);

/// Throws core::Error naming `what` and the first value that is not finite.
void requireFinite(const core::Tensor& tensor, const std::string& what);

/// Text as a whole or not at all. Throws core::FileError.
void writeText(const std::filesystem::path& path, const std::string& text);

/// Pictures under names of equal number. Where one fails, the message says which are done.
void writePictures(const std::vector<std::filesystem::path>& names, const std::vector<core::Picture>& pictures);

} // namespace tessera::app::cli
