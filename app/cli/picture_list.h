// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures that PICTURES|DIRS... on the command line stand for.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tessera::app::cli {

struct Failure {
    std::string path;
    std::string why;
};

struct PictureList {
    std::vector<std::filesystem::path> pictures; ///< in the order given; those of a folder by name
    std::vector<Failure> failed; ///< folders that cannot be read, names that are nothing
    int passedOver = 0; ///< files of folders that are no pictures
};

/// Files as they are named, whatever is in them: who reads them says what is wrong. Folders with all that is below
/// them: files that begin like a picture or are called like one (.png, .jpg ...), so that a broken picture is noticed
/// and a text is not. Hidden files and folders are passed over, links to folders not followed. Throws core::Error where
/// no picture and no failure is found at all.
PictureList listPictures(const std::vector<std::string>& arguments);

} // namespace tessera::app::cli
