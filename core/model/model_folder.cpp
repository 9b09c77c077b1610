// SPDX-License-Identifier: Apache-2.0
#include "core/model/model_folder.h"

#include "core/error.h"
#include "core/files/safetensors.h"
#include "core/text.h"

#include <algorithm>
#include <array>
#include <unistd.h>

namespace tessera::core {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kStem = "diffusion_pytorch_model";
constexpr std::string_view kWeights = "diffusion_pytorch_model.safetensors";
constexpr std::string_view kIndex = "diffusion_pytorch_model.safetensors.index.json";

/// Also a broken link counts: then reading it says so.
bool isThere(const fs::path& path)
{
    std::error_code ignored;
    return fs::symlink_status(path, ignored).type() != fs::file_type::not_found;
}

bool isFolder(const fs::path& path)
{
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

/// The folder that is meant: people also pick the config or the weights inside.
fs::path folderOf(const fs::path& given)
{
    const fs::path path = given.has_filename() ? given : given.parent_path();
    if (isFolder(path))
        return path;
    if (!isThere(path))
        throw FileError("cannot open the model " + inQuotes(path.string()) + ": there is no such file or folder");
    const std::string name = path.filename().string();
    if (name == "config.json" || name.ends_with(".safetensors") || name.ends_with(".bin") || name.ends_with(".json"))
        return path.has_parent_path() ? path.parent_path() : ".";
    throw FormatError("cannot open the model " + inQuotes(path.string())
                      + ": it is not a folder; expected the folder that holds config.json and the weights");
}

void checkHasConfig(const fs::path& folder)
{
    if (isThere(folder / "config.json"))
        return;
    std::string hint;
    for (const char* part : {"vqvae", "movq"})
        if (isThere(folder / part / "config.json"))
            hint = std::string("; this is a whole pipeline, open its folder \"") + part + "\" instead";
    throw FormatError("there is no config.json in " + inQuotes(folder.string())
                      + (hint.empty() ? "; expected the folder of a diffusers VQModel" : hint));
}

/// Names of regular weights with a variant, "diffusion_pytorch_model.fp16.safetensors", sorted.
std::vector<std::string> variants(const fs::path& folder, std::string_view ending)
{
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        const bool longEnough = name.size() > kStem.size() + ending.size();
        // A dash begins the number of a shard, which an index must name.
        if (longEnough && name.starts_with(kStem) && name[kStem.size()] == '.' && name.ends_with(ending)
            && name.find("-of-") == name.npos)
            names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

/// "diffusion_pytorch_model.safetensors.index.fp16.json", and as newer versions may write it.
std::vector<std::string> variantIndexes(const fs::path& folder)
{
    std::vector<std::string> names = variants(folder, ".json");
    std::erase_if(names, [](const std::string& name) {
        return name.find(".safetensors.index.") == name.npos || name == kIndex;
    });
    return names;
}

struct Found {
    std::string name;
    bool sharded = false;
};

/// The weights to read: the plain names first, as the reference does, then variants, fp16 before others.
Found findWeights(const fs::path& folder)
{
    if (isThere(folder / kIndex))
        return {std::string(kIndex), true};
    if (isThere(folder / kWeights))
        return {std::string(kWeights), false};
    for (const bool sharded : {true, false}) {
        const std::vector<std::string> names = sharded ? variantIndexes(folder) : variants(folder, ".safetensors");
        const auto fp16 = std::find_if(names.begin(), names.end(),
                                       [](const std::string& name) { return name.find(".fp16.") != name.npos; });
        if (!names.empty())
            return {fp16 != names.end() ? *fp16 : names.front(), sharded};
    }
    if (isThere(folder / "diffusion_pytorch_model.bin") || isThere(folder / "diffusion_pytorch_model.bin.index.json")
        || !variants(folder, ".bin").empty())
        throw FormatError("torch .bin checkpoints cannot be read yet; save the model with safe_serialization=True ("
                          + inQuotes(folder.string()) + " holds no .safetensors file)");
    throw FormatError("there are no weights in " + inQuotes(folder.string()) + "; expected "
                      + std::string(kWeights) + " beside config.json");
}

/// Better one line now than the system running out of memory later.
void checkMemory(const Config& config, const fs::path& folder)
{
    const long pages = ::sysconf(_SC_PHYS_PAGES), pageBytes = ::sysconf(_SC_PAGESIZE);
    const std::int64_t needed = parameterCount(config) * static_cast<std::int64_t>(sizeof(float));
    if (pages <= 0 || pageBytes <= 0 || needed / pageBytes <= pages)
        return;
    throw FormatError("the model " + inQuotes(folder.string()) + " needs " + grouped(static_cast<std::uint64_t>(needed))
                      + " bytes of memory for its weights; this machine has "
                      + grouped(static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(pageBytes)));
}

} // namespace

OpenedModel openModel(const fs::path& given)
{
    const fs::path folder = folderOf(given);
    checkHasConfig(folder);
    Config config = readConfig(folder / "config.json");
    const Found weights = findWeights(folder);
    checkMemory(config, folder);

    OpenedModel opened;
    opened.files.folder = folder;
    std::unique_ptr<WeightSource> source;
    if (weights.sharded) {
        source = openShardedSafetensors(folder / weights.name, opened.files.weightFiles);
    } else {
        source = openSafetensors(folder / weights.name);
        opened.files.weightFiles = {folder / weights.name};
    }
    for (const fs::path& file : opened.files.weightFiles)
        opened.files.bytes += fs::file_size(file);
    const fs::path name = fs::absolute(folder).lexically_normal();
    opened.model = std::make_shared<const VqModel>(
        printable((name.has_filename() ? name : name.parent_path()).filename().string()), std::move(config),
        std::move(source));
    return opened;
}

} // namespace tessera::core
