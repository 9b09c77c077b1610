// SPDX-License-Identifier: Apache-2.0
// A device whose decodes tests can work out: a cell is flat, in the first three numbers of its code's vector.
#pragma once

#include "core/model/codec.h"
#include "core/model/model_folder.h"

#include <functional>

namespace tessera::tests {

/// A small model of factor 4 with 512 codes of 3 numbers.
inline std::shared_ptr<const core::VqModel> smallModel()
{
    static const std::shared_ptr<const core::VqModel> model =
        core::openModel(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model").model;
    return model;
}

inline core::Tensor flatDecode(const core::VqModel& model, const core::IndexMap& codes)
{
    core::Tensor picture(model.pictureShape(codes.count, codes.rows, codes.cols));
    const std::int64_t factor = model.factor();
    const core::Weight& codebook = model.codebook();
    for (std::int64_t c = 0; c < picture.shape.c; ++c)
        for (std::int64_t y = 0; y < picture.shape.h; ++y)
            for (std::int64_t x = 0; x < picture.shape.w; ++x)
                picture.at(0, c, y, x) = 0.2F
                    * codebook
                          .values[static_cast<std::size_t>(codes.at(y / factor, x / factor) * codebook.shape[1] + c)];
    return picture;
}

class FlatDevice final : public core::Device {
public:
    std::string name() const override { return "flat"; }
    core::Tensor encode(const core::VqModel& model, const core::Tensor& pictures, const core::Progress&) override
    {
        return core::Tensor(model.latentShape(pictures.shape));
    }
    core::IndexMap quantize(const core::VqModel&, const core::Tensor& latents, const core::Progress&) override
    {
        return {latents.shape.n, latents.shape.h, latents.shape.w};
    }
    core::Tensor decodeCodes(const core::VqModel& model, const core::IndexMap& codes,
                             const core::Progress& progress) override
    {
        progress.step(0);
        ++decodes;
        core::Tensor picture = flatDecode(model, codes);
        if (spoil)
            spoil(codes, picture);
        return picture;
    }
    core::Tensor decodeLatents(const core::VqModel& model, const core::Tensor& latents, const core::Progress&) override
    {
        return core::Tensor(model.pictureShape(latents.shape.n, latents.shape.h, latents.shape.w));
    }
    void forget(const core::VqModel&) override { }

    int decodes = 0;
    /// What cells do to each other, if anything.
    std::function<void(const core::IndexMap&, core::Tensor&)> spoil;
};

} // namespace tessera::tests
