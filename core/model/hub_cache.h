// SPDX-License-Identifier: Apache-2.0
// The cache that Hugging Face's libraries keep: read in place, never written. Snapshots are folders of links to blobs.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tessera::core {

/// HF_HUB_CACHE, else HF_HOME/hub, else XDG_CACHE_HOME/huggingface/hub, else ~/.cache/huggingface/hub. A "~" that leads
/// one of these paths is the home, as Hugging Face's libraries have it. Empty without a home.
std::filesystem::path hubCacheFolder();

struct HubRepository {
    std::string name; ///< "CompVis/ldm-celebahq-256"
    std::filesystem::path folder;
};

/// The repositories of models there, sorted by name.
std::vector<HubRepository> hubRepositories(const std::filesystem::path& cache);

/// The snapshot that "main" means, else the one that was changed last; empty where nothing is downloaded.
std::filesystem::path snapshotOf(const std::filesystem::path& repository);

/// What a name means there: "CompVis/ldm-celebahq-256" the repository's folder, "ada/vqs/small" what lies in its
/// snapshot; empty where there is no such thing.
std::filesystem::path hubModelPath(const std::filesystem::path& cache, const std::string& name);

/// Does it lie in the cache, or in a repository of another cache, also by way of links?
bool isInHubCache(const std::filesystem::path& path);

} // namespace tessera::core
