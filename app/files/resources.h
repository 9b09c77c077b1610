// SPDX-License-Identifier: GPL-3.0-or-later
// Where the program's own data lies: embedded models, sample pictures, help. The same beside a build tree and after
// `cmake --install`; no path of the building machine is baked in.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tessera::app {

/// The model that is used when nobody names one.
inline constexpr const char* kDefaultModel = "photo-f8-1024";

/// The folder that holds models/ and samples/: $TESSERA_RESOURCES, else ../share/tessera beside the program's folder,
/// else resources/ of the tree that the program was built in. Throws core::FileError when there is none.
std::filesystem::path resourceFolder();

struct EmbeddedModel {
    std::string name; ///< "photo-f8-1024"
    std::filesystem::path folder;
};

/// The default model first, the others by name. Empty where there is no resource folder.
std::vector<EmbeddedModel> embeddedModels();

/// By name. Empty where there is no resource folder.
std::vector<std::filesystem::path> samplePictures();

/// A folder or a checkpoint, the name of an embedded model ("" is the default one), or that of a repository in the
/// Hugging Face cache or of a model inside ("ada/vqs/small"). Throws core::FileError that lists the embedded models when it is none of these.
std::filesystem::path findModel(const std::string& folderOrName);

} // namespace tessera::app
