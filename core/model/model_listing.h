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
    std::string name; ///< the model's own; of one that cannot be opened where it lies: "CompVis/ldm-celebahq-256"
    std::filesystem::path path; ///< opens it
    std::int64_t factor = 0; ///< pixels of a cell's side
    std::int64_t codes = 0; ///< K
    std::int64_t dimensions = 0; ///< of a code
    std::uint64_t bytes = 0; ///< of the weight files
    std::string problem; ///< why it cannot be opened; empty where it can, and only then the numbers mean something

    bool canBeOpened() const { return problem.empty(); }
};

/// Judges as openModel() does, but for damage within values, which only reading shows. Never throws for what is wrong with
/// the files: that is the entry's problem, in the words of openModel().
ListedModel describeModel(std::string name, const std::filesystem::path& path);

/// The models in the Hugging Face cache: each that opens, and what a person would look for though it does not (pipelines,
/// autoencoders, training checkpoints, what is not downloaded yet). Others (texts, speech) are left out. A repository of
/// several has an entry for each, "ada/vqs/small". Stops between two where asked to.
std::vector<ListedModel> hubModels(const std::filesystem::path& cache, const std::stop_token& stop = {});

} // namespace tessera::core
