// SPDX-License-Identifier: Apache-2.0
#include "core/files/weight_files.h"

#include "core/files/safetensors.h"
#include "core/files/torch_checkpoint.h"

#include <algorithm>
#include <array>

namespace tessera::core {

namespace {

constexpr std::array<std::string_view, 5> kEndings{".safetensors", ".bin", ".pt", ".pth", ".ckpt"};

} // namespace

bool isWeightFileName(std::string_view name)
{
    return std::ranges::any_of(kEndings, [&](std::string_view ending) { return name.ends_with(ending); });
}

std::unique_ptr<WeightSource> openWeightFile(const std::filesystem::path& file)
{
    return file.extension() == ".safetensors" ? openSafetensors(file) : openTorchCheckpoint(file);
}

} // namespace tessera::core
