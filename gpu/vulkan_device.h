// SPDX-License-Identifier: Apache-2.0
// A Vulkan device as a core::Device: traces each pass once per model and size into a plan, and replays it.
#pragma once

#include "core/model/device.h"
#include "gpu/plan.h"
#include "gpu/tuning.h"
#include "gpu/vulkan_ops.h"
#include "gpu/weight_store.h"

#include <functional>
#include <list>
#include <map>
#include <memory>

namespace tessera::gpu {

class VulkanDevice final : public core::Device {
public:
    explicit VulkanDevice(std::unique_ptr<Context> context);
    VulkanDevice(std::unique_ptr<Context> context, Tuning tuning); ///< for tests: a tuning of one's own

    std::string name() const override { return m_context->info().name; }
    core::Tensor encode(const core::VqModel& model, const core::Tensor& pictures,
                        const core::Progress& progress) override;
    core::IndexMap quantize(const core::VqModel& model, const core::Tensor& latents,
                            const core::Progress& progress) override;
    core::Tensor decodeCodes(const core::VqModel& model, const core::IndexMap& codes,
                             const core::Progress& progress) override;
    core::Tensor decodeLatents(const core::VqModel& model, const core::Tensor& latents,
                               const core::Progress& progress) override;
    void forget(const core::VqModel& model) override;

private:
    enum class Pass { encode, quantize, decodeCodes, decodeLatents };
    /// A plan and what it was made for; the newest used first.
    struct Cached {
        std::uint64_t model; ///< its serial
        Pass pass;
        core::Shape shape;
        std::unique_ptr<Plan> plan;
    };

    using Trace = std::function<core::Value(VulkanOps&)>;
    Plan& planFor(const core::VqModel& model, Pass pass, const core::Shape& shape, const Trace& trace);
    /// Runs and learns how fast the device is.
    void run(Plan& plan, const core::Progress& progress);

    std::unique_ptr<Context> m_context;
    Tuning m_tuning;
    Pipelines m_pipelines;
    std::map<std::uint64_t, WeightStore> m_weights; ///< by the model's serial
    std::list<Cached> m_plans;
    double m_flopsPerSecond;
};

} // namespace tessera::gpu
