// SPDX-License-Identifier: Apache-2.0
// Models that lie on this computer, described from their files without reading the weights.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace tessera::core {

struct ListedModel {
    std::string name; ///< "photo-f8-1024", "CompVis/ldm-celebahq-256"
    std::filesystem::path path; ///< opens it
    std::int64_t factor = 0; ///< pixels of a cell's side
    std::int64_t codes = 0; ///< K
    std::int64_t dimensions = 0; ///< of a code
    std::uint64_t bytes = 0; ///< of the weight files
    std::string problem; ///< why it cannot be opened; empty where it can, and only then the numbers mean something

    bool canBeOpened() const { return problem.empty(); }
};

/// Never throws for what is wrong with the files: that is the entry's problem.
ListedModel describeModel(std::string name, const std::filesystem::path& path);

/// What could be a model in the Hugging Face cache: repositories of pipelines, of VQ models and autoencoders, of
/// training checkpoints. Others (texts, speech) are left out. Stops between two where asked to.
std::vector<ListedModel> hubModels(const std::filesystem::path& cache, const std::stop_token& stop = {});

} // namespace tessera::core
