// SPDX-License-Identifier: Apache-2.0
// Golden models in other files: as checkpoints of torch, and under the names of the original code.
#pragma once

#include "core/files/weight_files.h"
#include "tests/support/safetensors_bytes.h"
#include "tests/support/torch_bytes.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace tessera::tests {

struct PlainTensor {
    std::string name;
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};

inline std::vector<PlainTensor> tensorsOf(const std::filesystem::path& weights)
{
    const auto source = core::openWeightFile(weights);
    std::vector<PlainTensor> all;
    for (std::size_t i = 0; i < source->entries().size(); ++i)
        all.push_back({source->entries()[i].name, source->entries()[i].shape, source->read(i)});
    return all;
}

inline std::vector<std::int64_t> rowMajor(const std::vector<std::int64_t>& shape)
{
    std::vector<std::int64_t> strides(shape.size(), 1);
    for (std::size_t i = shape.size(); i-- > 1;)
        strides[i - 1] = strides[i] * shape[i];
    return strides;
}

/// The state dict as torch pickles it, each tensor in a storage of its own.
inline std::string stateDict(const std::vector<PlainTensor>& tensors, std::map<std::string, std::string>& storages)
{
    std::vector<std::pair<std::string, std::string>> items;
    for (const PlainTensor& tensor : tensors) {
        const std::string key = std::to_string(storages.size());
        storages[key] = floatBytes(tensor.values);
        items.emplace_back(
            tensor.name,
            pickle::tensor(pickle::storage("FloatStorage", key, static_cast<std::int64_t>(tensor.values.size())), 0,
                           tensor.shape, rowMajor(tensor.shape)));
    }
    return pickle::dict(items);
}

inline std::string checkpointOf(const std::vector<PlainTensor>& tensors)
{
    std::map<std::string, std::string> storages;
    const std::string dict = stateDict(tensors, storages);
    return torchZip(pickle::whole(dict), storages).bytes();
}

inline std::string replaceAll(std::string text, const std::string& from, const std::string& to)
{
    for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

/// A name of diffusers as taming-transformers has it: the table that diffusers' own conversion script follows, read
/// the other way round.
inline std::string originalName(std::string name, int levels)
{
    for (int i = 0; i < levels; ++i) {
        const std::string n = std::to_string(i), up = std::to_string(levels - 1 - i);
        name = replaceAll(name, "encoder.down_blocks." + n + ".", "encoder.down." + n + ".");
        name = replaceAll(name, "decoder.up_blocks." + up + ".", "decoder.up." + n + ".");
    }
    name = replaceAll(name, "mid_block.resnets.0.", "mid.block_1.");
    name = replaceAll(name, "mid_block.resnets.1.", "mid.block_2.");
    name = replaceAll(name, "mid_block.attentions.0.", "mid.attn_1.");
    name = replaceAll(name, ".resnets.", ".block.");
    name = replaceAll(name, ".attentions.", ".attn.");
    name = replaceAll(name, "downsamplers.0.", "downsample.");
    name = replaceAll(name, "upsamplers.0.", "upsample.");
    name = replaceAll(name, "conv_shortcut", "nin_shortcut");
    name = replaceAll(name, "conv_norm_out", "norm_out");
    name = replaceAll(name, ".group_norm.", ".norm.");
    name = replaceAll(name, ".spatial_norm.", ".norm.");
    for (const char* part : {"q", "k", "v"})
        name = replaceAll(name, std::string(".to_") + part + ".", std::string(".") + part + ".");
    return replaceAll(name, ".to_out.0.", ".proj_out.");
}

/// The tensors under those names; attentions are 1x1 convolutions there.
inline std::vector<PlainTensor> originalTensors(std::vector<PlainTensor> tensors, int levels,
                                                const std::string& prefix = {})
{
    for (PlainTensor& tensor : tensors) {
        const bool isLinear = tensor.name.find(".attentions.") != std::string::npos && tensor.shape.size() == 2;
        if (isLinear)
            tensor.shape.insert(tensor.shape.end(), {1, 1});
        tensor.name = prefix + originalName(tensor.name, levels);
    }
    return tensors;
}

} // namespace tessera::tests
