// SPDX-License-Identifier: Apache-2.0
// Golden models where people have them: in folders, in pipelines, in a cache of Hugging Face.
#pragma once

#include "tests/support/bad_input.h"

#include <filesystem>
#include <fstream>
#include <string>

namespace tessera::tests {

inline std::filesystem::path golden(const std::string& name)
{
    return std::filesystem::path(TESSERA_SOURCE_DIR) / "tests/golden" / name / "model";
}

inline void copyModel(const std::string& name, const std::filesystem::path& to)
{
    std::filesystem::create_directories(to);
    for (const auto& entry : std::filesystem::directory_iterator(golden(name)))
        std::filesystem::copy_file(entry.path(), to / entry.path().filename());
}

inline void writeText(const std::filesystem::path& file, const std::string& text)
{
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

inline std::string indexOf(const std::string& part, const std::string& className)
{
    return R"({"_class_name": "APipeline", ")" + part + R"(": ["diffusers", ")" + className
        + R"("], "scheduler": ["diffusers", "DDIMScheduler"]})";
}

/// A cache as huggingface_hub lays it out: files are blobs, snapshots are links to them.
class HubCache : public ScratchFolder {
public:
    std::filesystem::path addSnapshot(const std::string& repository, const std::string& revision,
                                      const std::string& model, const std::string& part = {}) const
    {
        namespace fs = std::filesystem;
        const fs::path folder = path() / ("models--" + repository), snapshot = folder / "snapshots" / revision;
        fs::create_directories(folder / "blobs");
        fs::create_directories(snapshot / part);
        for (const auto& entry : fs::directory_iterator(golden(model))) {
            const std::string blob = std::to_string(fs::hash_value(entry.path()));
            fs::copy_file(entry.path(), folder / "blobs" / blob, fs::copy_options::skip_existing);
            const std::string up = part.empty() ? "../../blobs/" : "../../../blobs/";
            fs::create_symlink(up + blob, snapshot / part / entry.path().filename());
        }
        return folder;
    }
};

} // namespace tessera::tests
