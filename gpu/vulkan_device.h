// SPDX-License-Identifier: Apache-2.0
// A Vulkan device as a core::Device: traces each pass once per model and size into a plan, and replays it.
#pragma once

#include "core/model/device.h"
#include "gpu/gpu.h"
#include "gpu/ops/vulkan_ops.h"
#include "gpu/ops/weight_store.h"
#include "gpu/plans/plan.h"
#include "gpu/plans/plan_cache.h"
#include "gpu/preview_window.h"
#include "gpu/tuning/compiled_file.h"
#include "gpu/tuning/tuning.h"
#include "gpu/tuning/tuning_file.h"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>

namespace tessera::gpu {

class VulkanDevice final : public core::Device {
public:
    /// With the defaults for the device and, unless the options say no, what was measured on it.
    explicit VulkanDevice(std::unique_ptr<Context> context, const DeviceOptions& options = {});
    /// With a tuning of one's own, which no file knows.
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
    const Choices& measured() const { return m_tuning.measured; }
    /// For tests: what the plans that it keeps may take.
    void setPlanBytes(std::uint64_t bytes) { m_plans.setLimit(bytes); }
    /// For tests: how long after its start, and after other work, the device begins to measure.
    void setCalm(std::chrono::milliseconds afterStart, std::chrono::milliseconds afterWork);

private:
    CachedPlan& planFor(const core::VqModel& model, Pass pass, const core::Shape& shape);
    /// How a plan is made: by which kernels, and whether it is to be kept.
    struct Making {
        bool hurried = false;
        bool kept = false;
    };
    CachedPlan makePlan(const core::VqModel& model, Pass pass, const core::Shape& shape, Making how);
    CachedPlan& windowPlan(const core::VqModel& model, const CachedPlan& whole, const core::Shape& window);
    PassOptions optionsOf(Pass pass) const;
    Recording record(const core::VqModel& model, Pass pass, const core::Shape& shape, PassOptions options,
                     const Tuning& tuning, Kept* kept);
    WeightStore& weightsOf(const core::VqModel& model);
    /// Runs and learns how fast the device is.
    void run(CachedPlan& cached, const core::Progress& progress);
    core::Tensor resultOf(CachedPlan& cached, const core::Shape& shape);
    /// Measured submissions decide how the next ones are cut. Records: not while somebody paints.
    static void cutWhereTooLong(CachedPlan& cached);
    std::uint64_t memoryBudget() const;

    /// Of both passes at once, which takes a driver less long than of one after the other.
    void makePipelines(const core::VqModel& model);
    void compile(const core::VqModel& model, Pass pass, const core::Progress& progress);
    void compileEncoder(const core::VqModel& model, const core::Progress& progress);
    /// Is a pass over so many cells to take kernels that compile quickly, because the others have not run here before?
    bool mustHurry(const core::VqModel& model, std::int64_t rows, std::int64_t cols);
    void rememberCompiled(const core::VqModel& model);

    // What prepare() does:
    void getReady(const core::VqModel& model, std::int64_t rows, std::int64_t cols, const core::Progress& progress);
    void makeWindows(const core::VqModel& model, std::int64_t rows, std::int64_t cols, const core::Progress& progress);
    void awaitCalm(const core::Progress& progress) const;
    void measureClasses(const core::VqModel& model, const core::Progress& progress);
    void renewPlans(const core::VqModel& model, const core::Shape& cells, const core::Progress& progress);

    std::unique_ptr<Context> m_context;
    Tuning m_tuning;
    DeviceOptions m_options;
    Pipelines m_pipelines;
    std::map<std::uint64_t, WeightStore> m_weights; ///< by the model's serial
    PlanCache m_plans;
    std::set<std::uint64_t> m_encoders, m_decoders; ///< models whose kernels are compiled
    std::set<std::uint64_t> m_compiled;             ///< models of which the driver's cache is known to have all
    double m_flopsPerSecond;
    core::Profile m_profile;

    std::optional<TuningFile> m_file;
    std::optional<CompiledFile> m_compiledFile;
    std::set<OpClass> m_tried;      ///< since the start
    bool m_plansAreOld = false;     ///< some were made in a hurry, or before the newest measurements
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
    std::chrono::milliseconds m_calmAfterStart{10'000}, m_calmAfterWork{2'000};
};

} // namespace tessera::gpu
