// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "core/measure/benched_ops.h"
#include "core/measure/timing.h"
#include "gpu/gpu.h"
#include "gpu/ops/layout.h"
#include "gpu/ops/vulkan_ops.h"
#include "gpu/plans/plan.h"
#include "gpu/tuning/tuning_file.h"

#include <algorithm>
#include <cstring>

namespace tessera::gpu {

namespace {

/// How the work of a recording is done, by the step that does most of it: "conv, lanes 32x4".
std::string variantOf(const Recording& recording)
{
    if (!recording.ops.back().variant.empty())
        return recording.ops.back().variant;
    const auto& steps = recording.steps;
    const KernelKey& kernel = std::ranges::max_element(steps, {}, &Step::flops)->kernel;
    std::string text(kernelInfo(kernel.id).name);
    text += kernel.variant == Variant::shared ? ", shared" : ", lanes";
    if (kernel.id == KernelId::conv || kernel.id == KernelId::gemm || kernel.id == KernelId::nearestCode)
        text += " " + std::to_string(kernel.tile[0]) + "x" + std::to_string(kernel.tile[1]);
    return text;
}

core::Tensor resultOf(const Plan& plan, const core::Shape& shape, bool codes)
{
    if (!codes)
        return unpack(shape, reinterpret_cast<const float*>(plan.output()));
    core::Tensor tensor(shape);
    std::vector<std::int32_t> numbers(tensor.values.size());
    std::memcpy(numbers.data(), plan.output(), numbers.size() * sizeof(std::int32_t));
    std::ranges::transform(numbers, tensor.values.begin(), [](std::int32_t code) { return static_cast<float>(code); });
    return tensor;
}

class Bench {
public:
    Bench(const Context& context, Tune tune, int repeats)
        : m_context(context), m_tuning(knownTuning(context, tune)), m_pipelines(context), m_repeats(repeats)
    {
    }

    KernelTiming time(const core::BenchedOp& op, bool exact, const core::Progress& progress)
    {
        const core::OpProblem problem = op.make();
        WeightStore weights(m_context);
        PassOptions options;
        options.exact = exact;
        VulkanOps ops(m_context, m_tuning, weights, options);
        const core::Value value = problem.compute(ops, ops.inputPicture(problem.input.shape));
        const core::Shape shape = value.shape;
        Recording recording = ops.finish(value);
        KernelTiming timing{op.op, op.shape, (exact ? "exact, " : "fast, ") + variantOf(recording), {}, {}, op.flops, 0};
        Plan plan(m_context, m_pipelines, std::move(recording), m_tuning.flopsPerSecond);
        pack(problem.input, reinterpret_cast<float*>(plan.input()));
        plan.run(progress); // also compiles
        timing.error = problem.error(resultOf(plan, shape, op.givesCodes));
        core::Readings readings;
        for (int i = 0; i < m_repeats; ++i)
            readings.time([&] { plan.run(progress); });
        timing.milliseconds = core::spreadOf(readings.wall);
        timing.cpuMilliseconds = core::spreadOf(readings.cpu);
        return timing;
    }

private:
    const Context& m_context;
    Tuning m_tuning;
    Pipelines m_pipelines;
    int m_repeats;
};

} // namespace

KernelTimings benchKernels(const std::string& device, const DeviceOptions& options, int repeats,
                           const core::Progress& progress)
{
    const std::unique_ptr<Context> context = openContext(device);
    Bench bench(*context, options.tune, repeats);
    KernelTimings timings{context->info().name, {}};
    const std::vector<core::BenchedOp> ops = core::benchedOps();
    const core::Progress stop{progress.stop};
    progress.step(0);
    for (std::size_t i = 0; i < ops.size(); ++i) {
        if (ops[i].mayBeFast && !options.exact)
            timings.kernels.push_back(bench.time(ops[i], false, stop));
        timings.kernels.push_back(bench.time(ops[i], true, stop));
        progress.step(static_cast<double>(i + 1) / static_cast<double>(ops.size()));
    }
    return timings;
}

} // namespace tessera::gpu
