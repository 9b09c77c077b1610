// SPDX-License-Identifier: GPL-3.0-or-later
// A model with a codebook as large as they get, for tests of what searches one; its other layers are tinyModel()'s.
#pragma once

#include "core/edit/dice.h"
#include "core/files/weight_files.h"
#include "core/model/vq_model.h"

#include <memory>
#include <string>

namespace tessera::tests {

inline const std::string kTinyFolder = TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model";

/// `codes` vectors of `length` numbers as if drawn at random; factor 4.
inline std::shared_ptr<const core::VqModel> largeCodebook(int codes, int length)
{
    class Source : public core::WeightSource {
    public:
        Source(std::int64_t codes, std::int64_t length)
            : m_inner(core::openWeightFile(kTinyFolder + "/diffusion_pytorch_model.safetensors")), m_entries(m_inner->entries())
        {
            for (Entry& entry : m_entries)
                if (entry.name == "quantize.embedding.weight")
                    entry.shape = {codes, length};
                else if (entry.name == "quant_conv.weight")
                    entry.shape[0] = length;
                else if (entry.name == "quant_conv.bias")
                    entry.shape = {length};
                else if (entry.name == "post_quant_conv.weight")
                    entry.shape[1] = length;
        }
        const std::vector<Entry>& entries() const override { return m_entries; }
        std::vector<float> read(std::size_t index) const override
        {
            if (m_entries[index].shape == m_inner->entries()[index].shape)
                return m_inner->read(index);
            std::size_t count = 1;
            for (const std::int64_t side : m_entries[index].shape)
                count *= static_cast<std::size_t>(side);
            std::vector<float> values(count);
            for (std::size_t i = 0; i < count; ++i)
                values[i] = static_cast<float>(core::drawnFor(1, static_cast<int>(i), 0) >> 40) / 16777216.0F;
            return values;
        }

    private:
        std::unique_ptr<core::WeightSource> m_inner;
        std::vector<Entry> m_entries;
    };
    core::Config config = core::readConfig(kTinyFolder + "/config.json");
    config.codes = codes;
    config.embedDim = length;
    return std::make_shared<const core::VqModel>("large codebook", config, std::make_unique<Source>(codes, length));
}

} // namespace tessera::tests
