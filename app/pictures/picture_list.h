// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures that a list of files and folders stands for.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tessera::app {

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

/// The message of an error about `file` without the file's name in front.
std::string reasonOf(const std::string& message, const std::filesystem::path& file);

} // namespace tessera::app
