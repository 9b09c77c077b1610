// SPDX-License-Identifier: Apache-2.0
#include "gpu/tuning/tuner.h"

#include "core/measure/timing.h"
#include "gpu/ops/layout.h"
#include "gpu/ops/vulkan_ops.h"
#include "gpu/plans/plan.h"
#include "gpu/tuning/candidates.h"
#include "gpu/tuning/fastest.h"
#include "gpu/tuning/made_up_op.h"

#include <limits>
#include <utility>

namespace tessera::gpu {

namespace {

/// What a candidate should take about: many times what starting it costs, and short enough for a person to wait.
constexpr double kSeconds = 0.01;

Tuner::Timer timerFor(DeviceKind kind)
{
    const bool software = kind == DeviceKind::software;
    return [software](const Choice&, const std::function<void()>& work) {
        const core::Stopwatch watch;
        work();
        return software ? watch.cpuMilliseconds() : watch.milliseconds();
    };
}

std::unique_ptr<Plan> planOf(const MadeUpOp& made, const Context& context, Pipelines& pipelines, const Tuning& tuning,
                             WeightStore& weights)
{
    PassOptions options;
    options.exact = made.exact;
    VulkanOps ops(context, tuning, weights, options);
    auto plan = std::make_unique<Plan>(context, pipelines,
                                       ops.finish(made.compute(ops, ops.inputPicture(made.input.shape))),
                                       std::numeric_limits<double>::infinity());
    pack(made.input, reinterpret_cast<float*>(plan->input()));
    return plan;
}

} // namespace

Tuner::Tuner(const Context& context, Pipelines& pipelines, const Tuning& tuning, Timer timer)
    : m_context(context), m_pipelines(pipelines), m_tuning(tuning),
      m_timer(timer ? std::move(timer) : timerFor(context.info().kind))
{
}

std::optional<Outcome> Tuner::measure(const OpClass& op, const core::Progress& progress)
{
    const MadeUpOp made = makeUp(op, m_tuning.flopsPerSecond * kSeconds, m_tuning.lanes);
    WeightStore weights(m_context); // candidates that pack weights alike share them
    const std::vector<Choice> choices = candidates(m_tuning, m_context.info().kind, op);
    std::vector<Trial> trials;
    for (const Choice& choice : choices) {
        Tuning tuning = m_tuning;
        tuning.measured = {{op, choice}};
        // The plan is made by the first reading, which does not count.
        trials.emplace_back([this, &made, &weights, choice, tuning = std::move(tuning),
                             plan = std::shared_ptr<Plan>()]() mutable {
            if (!plan)
                plan = planOf(made, m_context, m_pipelines, tuning, weights);
            return m_timer(choice, [&] { plan->run({}); });
        });
    }
    const std::optional<Fastest> found = fastest(std::move(trials), {progress.stop});
    if (!found)
        return {};
    return Outcome{op, choices[found->index], choices.front(), found->milliseconds, found->byDefault};
}

} // namespace tessera::gpu
