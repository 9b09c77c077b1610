// SPDX-License-Identifier: GPL-3.0-or-later
// Codes in and out, for the window and the command line alike. One row in code_formats.cpp registers a format: the
// export dialog, the import dialog and `tessera encode` and `decode` follow it.
#pragma once

#include "core/files/code_array.h"
#include "core/index_map.h"
#include "core/model/vq_model.h"

#include <QString>
#include <QStringList>

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

namespace tessera::app {

struct CodeFormat {
    const char* suffix; ///< without a dot; also its id
    const char* name;   ///< English, for codeFormatName()
    const char* content; ///< English, one line on what the file will hold, for codeFormatContent()
    /// Throws core::FormatError where the format cannot hold these codes.
    std::vector<std::byte> (*encode)(const core::IndexMap& codes, const core::CodeOrigin& origin);
    /// Is this a file of the format, by its first bytes?
    bool (*matches)(std::span<const std::byte> head);
    /// Throws core::FileError or core::FormatError, which name the file.
    core::CodeArray (*read)(const std::filesystem::path& file);
};

std::span<const CodeFormat> codeFormats();
QString codeFormatName(const CodeFormat& format);
QString codeFormatContent(const CodeFormat& format);

/// The format that the name's extension asks for; null where it asks for none of codes.
const CodeFormat* codeFormatOf(const std::filesystem::path& path);

/// ".npy, .npz ..."
std::string codeSuffixes();

/// By content, whatever the file is called. Throws core::FileError or core::FormatError, which name the file.
core::CodeArray readCodeFile(const std::filesystem::path& file);

/// In the format of the name's extension, whole or not at all. Throws core::FormatError (unknown extension, codes that
/// the format cannot hold) or core::FileError.
void writeCodeFile(const std::filesystem::path& file, const core::IndexMap& codes, const core::CodeOrigin& origin);

core::CodeOrigin originOf(const core::VqModel& model);

/// "The codes were made with photo-f4-512 (512 codes, factor 4), not with photo-f8-1024." Empty where file and model
/// agree in all that the file says.
std::string mismatch(const core::CodeOrigin& file, const core::VqModel& model);

} // namespace tessera::app
