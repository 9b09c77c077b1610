// SPDX-License-Identifier: Apache-2.0
#include "core/model/model_place.h"

#include "core/error.h"
#include "core/files/bounded_file.h"
#include "core/files/hub_place.h"
#include "core/files/json_strict.h"
#include "core/files/paths.h"
#include "core/files/weight_files.h"
#include "core/model/config.h"
#include "core/model/hub_cache.h"
#include "core/model/models_inside.h"
#include "core/text.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <vector>

namespace tessera::core {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostIndexBytes = 1 << 20;
constexpr std::array<std::string_view, 3> kParts{"vqvae", "movq", "vae"};

fs::path folderAround(const fs::path& file) { return file.has_parent_path() ? file.parent_path() : fs::path("."); }

/// The class that a pipeline's part has: {"vqvae": ["diffusers", "VQModel"]}; empty where it says none.
std::string classOf(const nlohmann::json& index, std::string_view part)
{
    const auto found = index.find(part);
    if (found == index.end() || !found->is_array() || found->size() != 2 || !(*found)[1].is_string())
        return {};
    return (*found)[1].get<std::string>();
}

/// The name of the part that is a VQModel. Throws FormatError that names the classes of the others.
std::string partOf(const fs::path& folder)
{
    const fs::path file = folder / "model_index.json";
    const std::vector<std::byte> bytes = readFile(file, kMostIndexBytes);
    return withContext(nameOf(file), [&] {
        const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        const std::string kind = looksLike(bytes);
        if (!kind.empty() && kind != "plain text")
            throw FormatError("the file is " + kind + "; expected a JSON object");
        const JsonTree tree = parseJson(text, {.byteOrderMark = true});
        const nlohmann::json& index = *tree;
        if (!index.is_object())
            throw FormatError("holds " + toMessage(index) + "; expected a JSON object");
        std::vector<std::string> others;
        std::string missing;
        for (const std::string_view part : kParts) {
            const std::string name = classOf(index, part);
            if (name == "VQModel" && isFolder(folder / part))
                return std::string(part);
            if (name == "VQModel")
                missing = part;
            else if (!name.empty())
                others.push_back(std::string(part) + " is " + printable(name)
                                 + (isFolder(folder / part) ? "" : " (not downloaded)"));
        }
        if (!missing.empty())
            throw FormatError("its " + missing + " is VQModel (not downloaded); fetch that folder too");
        // Other places of a pipeline that hold something alike: "vqgan".
        for (const auto& [part, value] : index.items())
            if (const std::string name = classOf(index, part);
                std::ranges::find(kParts, part) == kParts.end()
                && (name.find("VQ") != name.npos || name.find("Autoencoder") != name.npos))
                others.push_back(printable(part) + " is " + printable(name));
        throw FormatError("this pipeline has no VQModel" + (others.empty() ? "" : ": its " + listed(others))
                          + "; expected a part vqvae, movq or vae of class VQModel: choose another model");
    });
}

/// The yaml of the training code: beside the checkpoint, or where its runs keep it.
fs::path settingsFor(const fs::path& checkpoint)
{
    const fs::path folder = folderAround(checkpoint);
    for (const std::string& name : {checkpoint.stem().string() + ".yaml", checkpoint.stem().string() + ".yml",
                                    std::string("config.yaml"), std::string("model.yaml")})
        if (isThere(folder / name))
            return folder / name;
    for (const fs::path& configs : {folder / ".." / "configs", folder / "configs"})
        for (const std::string& name : namesIn(configs))
            if (name.ends_with("project.yaml") || name == "model.yaml")
                return configs / name;
    return {};
}

ModelPlace checkpointPlace(const fs::path& file)
{
    const fs::path config = folderAround(file) / "config.json";
    // Others than diffusers call their settings so, too; then the tensors tell.
    const bool isOurs = isThere(config) && kindOfConfig(config) != ConfigKind::unrelated;
    return {.path = file,
            .config = isOurs ? config : fs::path(),
            .settings = settingsFor(file),
            .weights = {file, false}};
}

/// Throws FormatError where files of weights are there that only an index could bind together.
void refuseLooseShards(const fs::path& folder)
{
    if (const LooseShards loose = looseShards(folder); !loose.names.empty())
        throw FormatError(inQuotes(folder.string()) + " holds pieces of weights (" + listed(loose.names, 2)
                          + ") without their index " + inQuotes(loose.index) + "; fetch the index and all pieces");
}

/// Which of the places inside a folder is meant is for a person to say.
[[noreturn]] void refuseSeveral(const fs::path& folder, const std::vector<fs::path>& places)
{
    std::vector<std::string> names;
    for (const fs::path& place : places)
        names.push_back(place.lexically_relative(folder).string());
    if (!isFolder(places.front()))
        throw FormatError("there is no model of diffusers in " + inQuotes(folder.string()) + " but "
                          + std::to_string(names.size()) + " checkpoints: " + listed(names, 3)
                          + "; open one of these files");
    throw FormatError("there are " + std::to_string(names.size()) + " models in folders of "
                      + inQuotes(folder.string()) + ": " + listed(names, 3) + "; choose one of these, as "
                      + inQuotes(places.front().string()));
}

ModelPlace diffusersPlace(const fs::path& folder)
{
    if (const std::optional<WeightChoice> weights = chooseWeights(folder))
        return {.path = folder, .config = folder / "config.json", .weights = *weights};
    refuseLooseShards(folder);
    // Somebody has put a config beside a checkpoint.
    const std::vector<fs::path> checkpoints = checkpointsIn(folder);
    if (checkpoints.size() == 1)
        return checkpointPlace(checkpoints.front());
    if (checkpoints.size() > 1)
        refuseSeveral(folder, checkpoints);
    throw FormatError("there are no weights in " + inQuotes(folder.string())
                      + "; expected diffusion_pytorch_model.safetensors beside config.json: fetch that file too");
}

/// Weights, or an index, that somebody has picked in a folder with a config.json.
ModelPlace pickedPlace(const fs::path& file)
{
    const std::optional<WeightChoice> picked = choiceOf(file);
    const std::string name = file.filename().string();
    if (!picked && isWeightFileName(name) && name.find("-of-") == name.npos)
        return checkpointPlace(file); // "diffusion_pytorch_model_ema.safetensors"
    ModelPlace place = diffusersPlace(folderAround(file));
    if (picked && picked->file.filename() != place.weights.file.filename()) {
        place.weights = *picked;
        place.path = file; // the folder would open the other
    }
    return place;
}

/// Of a folder with checkpoints.
fs::path onlyCheckpointOf(const fs::path& folder)
{
    const std::vector<fs::path> checkpoints = checkpointsIn(folder);
    if (checkpoints.size() != 1)
        refuseSeveral(folder, checkpoints);
    return checkpoints.front();
}

ModelPlace placeInFolder(const fs::path& folder)
{
    if (isThere(folder / "config.json"))
        return diffusersPlace(folder);
    if (isThere(folder / "model_index.json"))
        return diffusersPlace(folder / partOf(folder));
    if (isFolder(folder / "snapshots")) {
        const fs::path snapshot = snapshotOf(folder);
        if (snapshot.empty())
            throw FormatError("nothing of " + inQuotes(folder.string())
                              + " is downloaded; expected a snapshot with a model");
        return isFolder(snapshot / "snapshots") ? diffusersPlace(snapshot) : placeInFolder(snapshot);
    }
    const std::vector<fs::path> inside = modelsInside(folder);
    if (inside.size() == 1 && isFolder(inside.front()))
        return isThere(inside.front() / "config.json") ? diffusersPlace(inside.front())
                                                       : checkpointPlace(onlyCheckpointOf(inside.front()));
    if (inside.size() > 1 && isFolder(inside.front()))
        refuseSeveral(folder, inside);
    // A part of a pipeline that is no VQModel is named as what it is.
    for (const std::string_view part : kParts)
        if (isThere(folder / part / "config.json"))
            return diffusersPlace(folder / part);
    refuseLooseShards(folder);
    if (inside.size() == 1)
        return checkpointPlace(inside.front());
    if (inside.size() > 1)
        refuseSeveral(folder, inside);
    throw FormatError("there is no config.json in " + inQuotes(folder.string())
                      + "; expected the folder of a diffusers VQModel, of a pipeline with one, or a checkpoint");
}

ModelPlace locate(const fs::path& given)
{
    const fs::path path = given.has_filename() ? given : given.parent_path();
    if (isFolder(path))
        return placeInFolder(path);
    if (!isThere(path))
        throw FileError("cannot open the model " + inQuotes(path.string()) + ": there is no such file or folder");
    // People also pick the config or the weights inside of a folder.
    const std::string name = path.filename().string();
    if (name.starts_with("diffusion_pytorch_model") && isThere(folderAround(path) / "config.json"))
        return pickedPlace(path);
    if (name.ends_with(".json"))
        return placeInFolder(folderAround(path));
    if (isWeightFileName(name))
        return checkpointPlace(path);
    throw FormatError("cannot open the model " + inQuotes(path.string())
                      + ": it is not a folder; expected the folder that holds config.json and the weights, or a "
                        "checkpoint (.safetensors, .bin, .pt, .pth, .ckpt)");
}

/// Names of files that say nothing about the model.
bool isGeneric(const std::string& stem)
{
    constexpr std::array<std::string_view, 8> kGeneric{"model", "last",    "pytorch_model", "diffusion_pytorch_model",
                                                       "best",  "weights", "checkpoint",    "state_dict"};
    return std::ranges::find(kGeneric, stem) != kGeneric.end() || stem.starts_with("epoch")
        || stem.starts_with("diffusion_pytorch_model.");
}

/// A part of a pipeline or of a trainer's step is called like many others.
bool isPart(const fs::path& folder)
{
    const std::string name = folder.filename().string();
    const fs::path around = folder.parent_path();
    return (std::ranges::find(kParts, name) != kParts.end() || name == "vqmodel")
        && (isThere(around / "model_index.json") || around.filename().string().starts_with("checkpoint-"));
}

/// Does the snapshot as a whole mean this place?
bool isWholeSnapshot(const fs::path& snapshot, const fs::path& place)
{
    try {
        std::error_code ignored;
        return fs::absolute(placeInFolder(snapshot).path, ignored).lexically_normal() == place;
    } catch (const Error&) {
        return false; // it means several, or none
    }
}

/// The name that people know the place by: the repository's in a cache, the pipeline's for its part, the checkpoint's
/// unless it is called like many others.
std::string nameOf(const ModelPlace& model)
{
    std::error_code ignored;
    fs::path whole = fs::absolute(model.path, ignored).lexically_normal();
    if (!whole.has_filename())
        whole = whole.parent_path();
    if (const std::optional<HubPlace> hub = hubPlaceOf(whole); hub && !hub->snapshot.empty()) {
        return isWholeSnapshot(hub->snapshot, whole) ? hub->repository : hubNameOf(*hub, whole);
    }
    const bool isFile = !isFolder(whole);
    if (isFile && !isGeneric(whole.stem().string()))
        return whole.stem().string();
    fs::path folder = isFile ? whole.parent_path() : whole;
    if (isPart(folder) || (isFile && folder.filename() == "checkpoints"))
        folder = folder.parent_path();
    return folder.filename().string();
}

} // namespace

ModelPlace findModelPlace(const fs::path& given)
{
    ModelPlace place = locate(given);
    place.name = nameOf(place);
    return place;
}

} // namespace tessera::core
