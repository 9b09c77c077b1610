// SPDX-License-Identifier: GPL-3.0-or-later
// A device without arithmetic whose encoder reads back what its decoder has drawn.
#pragma once

#include "tests/app/fake_device.h"

#include <cmath>

namespace tessera::tests {

/// FakeDevice draws codes that differ by this alike.
constexpr int kAlike = 241;

/// The lowest code that a FakeDevice draws with this value (-1..1) in its first channel.
inline int codeDrawnWith(float value)
{
    constexpr int kThird = 161; // 3 * 161 = 1 modulo 241
    return static_cast<int>(std::lround((value + 1) * 120)) * kThird % kAlike;
}

/// Gives each cell the code that is drawn like its upper left pixel.
class ReadingDevice : public FakeDevice {
public:
    using FakeDevice::FakeDevice;

    core::Tensor encode(const core::VqModel& model, const core::Tensor& pictures,
                        const core::Progress& progress) override
    {
        core::Tensor latents = FakeDevice::encode(model, pictures, progress);
        const std::int64_t factor = model.factor();
        for (std::int64_t row = 0; row < latents.shape.h; ++row)
            for (std::int64_t col = 0; col < latents.shape.w; ++col)
                latents.at(0, 0, row, col) = pictures.at(0, 0, row * factor, col * factor);
        return latents;
    }
    core::IndexMap quantize(const core::VqModel&, const core::Tensor& latents, const core::Progress&) override
    {
        core::IndexMap codes(1, latents.shape.h, latents.shape.w);
        for (std::int64_t row = 0; row < codes.rows; ++row)
            for (std::int64_t col = 0; col < codes.cols; ++col)
                codes.at(row, col) = codeDrawnWith(latents.at(0, 0, row, col));
        return codes;
    }
};

} // namespace tessera::tests
