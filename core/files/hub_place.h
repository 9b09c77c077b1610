// SPDX-License-Identifier: Apache-2.0
// Repositories in caches of Hugging Face, told by their paths: CACHE/models--ORG--NAME/snapshots/COMMIT/...
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace tessera::core {

inline constexpr std::string_view kHubPrefix = "models--";

struct HubPlace {
    std::string repository; ///< "CompVis/ldm-celebahq-256"
    std::filesystem::path folder; ///< of the repository, absolute
    std::filesystem::path snapshot; ///< that the path lies in, absolute; empty where it lies in none
};

/// The repository that a path lies in as it is written, links left alone; nothing where none of its folders is one.
std::optional<HubPlace> hubPlaceOf(const std::filesystem::path& path);

/// "models--CompVis--ldm-celebahq-256" as "CompVis/ldm-celebahq-256".
std::string hubNameFrom(std::string_view folder);

/// What a model at `path` in the snapshot is called: "ada/vqs", or, deeper inside, "ada/vqs/small".
std::string hubNameOf(const HubPlace& place, const std::filesystem::path& path);

/// Where links take a file out of the repository that it lies in: who packed a repository decides what lies in it, and
/// not what else of this computer is read. Empty where it stays inside, lies in no repository or leads nowhere. The
/// cache or the repository may be links themselves.
std::filesystem::path outsideOfRepository(const std::filesystem::path& file);

} // namespace tessera::core
