// SPDX-License-Identifier: Apache-2.0
#include "core/model/models_inside.h"

#include "core/files/paths.h"
#include "core/files/weight_files.h"
#include "core/model/config.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace tessera::core {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFolders = 1000, kMostFound = 100;
/// Somebody may point at a whole home: of folders that are only looked into for a checkpoint, and of names in each.
constexpr std::size_t kMostGuessed = 200, kMostNames = 2000;

/// What a trainer keeps to go on with: optimizer.bin, scheduler.pt, rng_state_0.pth.
bool isOfTrainer(std::string_view name)
{
    constexpr std::array<std::string_view, 7> kStates{"optimizer", "scheduler",    "scaler",       "training_args",
                                                      "rng_state", "random_states", "lr_scheduler"};
    return std::ranges::any_of(kStates, [&](std::string_view state) { return name.starts_with(state); });
}

bool isModelFolder(const fs::path& folder)
{
    const fs::path config = folder / "config.json";
    return isThere(config) && kindOfConfig(config) == ConfigKind::vqModel;
}

std::vector<std::string> folderNamesIn(const fs::path& folder)
{
    std::vector<std::string> names;
    for (std::string& name : namesIn(folder)) {
        if (names.size() == kMostFolders)
            break;
        if (!name.starts_with('.') && isFolder(folder / name))
            names.push_back(std::move(name));
    }
    return names;
}

} // namespace

std::vector<fs::path> modelFoldersIn(const fs::path& folder)
{
    std::vector<fs::path> found;
    for (const std::string& name : folderNamesIn(folder)) {
        if (found.size() >= kMostFound)
            break;
        if (isModelFolder(folder / name))
            found.push_back(folder / name);
        else if (name.starts_with("checkpoint"))
            for (const std::string& part : folderNamesIn(folder / name))
                if (isModelFolder(folder / name / part))
                    found.push_back(folder / name / part);
    }
    return found;
}

std::vector<fs::path> checkpointsIn(const fs::path& folder)
{
    std::vector<fs::path> found;
    for (const fs::path& place : {folder, folder / "checkpoints"}) {
        for (const std::string& name : namesIn(place))
            if (isWeightFileName(name) && !isOfTrainer(name) && !isFolder(place / name))
                found.push_back(place / name);
        if (!found.empty())
            break;
    }
    return found;
}

bool holdsTrainersCheckpoint(const fs::path& folder)
{
    bool hasWeights = false, hasYaml = false, hasCkpt = false;
    for (const std::string& name : namesIn(folder, kMostNames)) {
        hasCkpt = hasCkpt || name.ends_with(".ckpt");
        hasYaml = hasYaml || name.ends_with(".yaml") || name.ends_with(".yml");
        hasWeights = hasWeights || (isWeightFileName(name) && !isOfTrainer(name));
    }
    return hasCkpt || (hasWeights && hasYaml);
}

std::vector<fs::path> modelsInside(const fs::path& folder)
{
    std::vector<fs::path> found = modelFoldersIn(folder);
    if (found.empty())
        found = checkpointsIn(folder);
    if (!found.empty())
        return found;
    std::vector<std::string> guessed = folderNamesIn(folder);
    guessed.resize(std::min(guessed.size(), kMostGuessed));
    for (const std::string& name : guessed)
        if (holdsTrainersCheckpoint(folder / name))
            found.push_back(folder / name);
    return found;
}

} // namespace tessera::core
