// SPDX-License-Identifier: Apache-2.0
// A project: a painted picture with all that is needed to paint on. One ZIP archive, `.tessera`, with manifest.json
// (schema version), the original picture's file as it was, the codes as encoded and now, the history, stamps and a
// thumbnail; the model by name, folder and hash, or with its files where that was asked for.
#pragma once

#include "core/edit/code_block.h"
#include "core/edit/history.h"
#include "core/index_map.h"
#include "core/model/preprocess.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tessera::core {

struct ProjectFile {
    std::string name; ///< "sea.jpg": a plain file name
    std::vector<std::byte> bytes;

    bool operator==(const ProjectFile&) const = default;
};

struct ProjectModel {
    std::string name;   ///< "photo-f8-1024"; empty: the picture has no codes yet
    std::string folder; ///< where it was, in the words of that machine; a hint
    std::string sha256; ///< of its weight files, in lower-case hex; empty where nobody has computed it
    std::int64_t codes = 0;  ///< size of the codebook
    std::int64_t factor = 0; ///< pixels of a cell's side
    std::vector<ProjectFile> files; ///< config.json and weights, where they are bundled

    bool operator==(const ProjectModel&) const = default;
};

struct ProjectStamp {
    std::string name;
    int key = 0; ///< 1..9: the digit that takes it up; 0: none
    CodeBlock block;

    bool operator==(const ProjectStamp&) const = default;
};

struct ProjectView {
    double zoom = 1; ///< screen pixels per picture pixel, 1/1024..1024
    double x = 0, y = 0; ///< the panes' centre in picture pixels
    bool fitted = true;

    bool operator==(const ProjectView&) const = default;
};

struct Project {
    std::string title;
    ProjectFile picture; ///< the original; without a name for codes that came without one
    std::string picturePath; ///< where it was; empty for pasted pictures
    Fit fit = Fit::pad;
    ProjectModel model;
    IndexMap encodedCodes; ///< (1, h, w), or no cells where there are no codes
    EditState state;       ///< codes now, of the same grid, and what is selected
    History history;
    std::vector<ProjectStamp> stamps;
    ProjectView view;
    std::vector<std::byte> thumbnail; ///< PNG; may be empty

    bool hasPicture() const { return !picture.name.empty(); }
    bool hasCodes() const { return !encodedCodes.codes.empty(); }
};

inline constexpr int kProjectSchema = 1;
inline constexpr std::uint64_t kMostProjectBytes = std::uint64_t{576} << 20; ///< of a file, and unpacked
inline constexpr std::size_t kMostStampCells = std::size_t{32} << 20;           ///< of all stamps together

/// The bytes of the file. Throws FileError where that or its stamps are beyond these limits, so that nobody could open it.
std::vector<std::byte> writeProject(const Project& project);

/// Throws FormatError: no project, a newer schema (both versions named), cut, damaged, neither a picture nor codes, codes
/// that the codebook lacks, a history that does not fit. What it returns is whole and consistent.
Project readProject(std::span<const std::byte> file);

} // namespace tessera::core
