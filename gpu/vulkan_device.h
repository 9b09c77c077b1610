// SPDX-License-Identifier: Apache-2.0
// A Vulkan device as a core::Device: traces each pass once per model and size into a plan, and replays it.
#pragma once

#include "core/model/device.h"
#include "gpu/gpu.h"
#include "gpu/plan.h"
#include "gpu/plan_cache.h"
#include "gpu/preview_window.h"
#include "gpu/tuning.h"
#include "gpu/vulkan_ops.h"
#include "gpu/weight_store.h"

#include <functional>
#include <map>
#include <memory>
#include <set>

namespace tessera::gpu {

class VulkanDevice final : public core::Device {
public:
    explicit VulkanDevice(std::unique_ptr<Context> context, const DeviceOptions& options = {});
    /// With a tuning of one's own.
    VulkanDevice(std::unique_ptr<Context> context, Tuning tuning, const DeviceOptions& options);

    std::string name() const override { return m_context->info().name; }
    core::Tensor encode(const core::VqModel& model, const core::Tensor& pictures,
                        const core::Progress& progress) override;
    core::IndexMap quantize(const core::VqModel& model, const core::Tensor& latents,
                            const core::Progress& progress) override;
    core::Tensor decodeCodes(const core::VqModel& model, const core::IndexMap& codes,
                             const core::Progress& progress) override;
    core::Tensor decodeLatents(const core::VqModel& model, const core::Tensor& latents,
                               const core::Progress& progress) override;
    std::optional<core::Preview> previewCodes(const core::VqModel& model, const core::IndexMap& codes) override;
    void prepare(const core::VqModel& model, std::int64_t rows, std::int64_t cols,
                 const core::Progress& progress) override;
    core::Profile profile() const override { return m_profile; }
    void forget(const core::VqModel& model) override;

    Context& context() { return *m_context; } ///< for tests

private:
    using Trace = std::function<core::Value(VulkanOps&)>;
    CachedPlan& planFor(const core::VqModel& model, Pass pass, const core::Shape& shape);
    CachedPlan& windowPlan(const core::VqModel& model, const CachedPlan& whole, const core::Shape& window);
    Recording record(const core::VqModel& model, Pass pass, const core::Shape& shape, PassOptions options, Kept* kept);
    WeightStore& weightsOf(const core::VqModel& model);
    /// Runs and learns how fast the device is.
    void run(CachedPlan& cached, const core::Progress& progress);
    core::Tensor resultOf(CachedPlan& cached, const core::Shape& shape);
    /// Measured submissions decide how the next ones are cut. Records: not while somebody paints.
    static void cutWhereTooLong(CachedPlan& cached);
    std::uint64_t memoryBudget() const;

    std::unique_ptr<Context> m_context;
    Tuning m_tuning;
    DeviceOptions m_options;
    Pipelines m_pipelines;
    std::map<std::uint64_t, WeightStore> m_weights; ///< by the model's serial
    PlanCache m_plans;
    std::set<std::uint64_t> m_warm; ///< models whose kernels are compiled
    double m_flopsPerSecond;
    core::Profile m_profile;
};

} // namespace tessera::gpu
