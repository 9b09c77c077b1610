// SPDX-License-Identifier: Apache-2.0
// Fourier transforms on a Vulkan device of its own, with a plan for each size, so that whoever computes spectra waits
// for nobody's decode.
#pragma once

#include "core/analysis/fourier.h"
#include "gpu/fourier/fft_plan.h"

#include <list>
#include <memory>

namespace tessera::gpu {

class VulkanFourier final : public core::FourierTransform {
public:
    explicit VulkanFourier(std::unique_ptr<Context> context);

    std::string name() const override { return "VkFFT on " + m_context->info().name; }
    /// Throws DeviceError for sides of one pixel or that are not smooth, and for planes beyond what the device can
    /// bind.
    std::vector<std::complex<float>> forward(std::span<const float> values, int width, int height) override;

    std::size_t plans() const { return m_plans.size(); } ///< for tests

private:
    FftPlan& planFor(int width, int height);

    std::unique_ptr<Context> m_context;
    std::list<FftPlan> m_plans; ///< the newest used first
};

} // namespace tessera::gpu
