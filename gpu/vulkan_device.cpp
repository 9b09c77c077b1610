// SPDX-License-Identifier: Apache-2.0
#include "gpu/vulkan_device.h"

#include "gpu/layout.h"
#include "gpu/vulkan_ops.h"

#include <chrono>
#include <cstring>

namespace tessera::gpu {

namespace {

/// Submissions are aimed at this long, so that a stop is noticed soon and no watchdog wakes.
constexpr double kSubmissionSeconds = 0.1;
/// Plans beyond this many bytes are dropped, the longest unused first.
constexpr std::uint64_t kPlanBytes = 1ULL << 30U;

} // namespace

VulkanDevice::VulkanDevice(std::unique_ptr<Context> context) : VulkanDevice(std::move(context), Tuning{})
{
    m_tuning = defaultTuning(*m_context);
    m_flopsPerSecond = m_tuning.flopsPerSecond;
}

VulkanDevice::VulkanDevice(std::unique_ptr<Context> context, Tuning tuning)
    : m_context(std::move(context)), m_tuning(std::move(tuning)), m_pipelines(*m_context),
      m_flopsPerSecond(m_tuning.flopsPerSecond)
{
}

Plan& VulkanDevice::planFor(const core::VqModel& model, Pass pass, const core::Shape& shape,
                            const Trace& trace)
{
    for (auto it = m_plans.begin(); it != m_plans.end(); ++it)
        if (it->model == model.serial() && it->pass == pass && it->shape == shape) {
            m_plans.splice(m_plans.begin(), m_plans, it);
            return *m_plans.front().plan;
        }
    WeightStore& weights = m_weights.try_emplace(model.serial(), *m_context).first->second;
    PassOptions options;
    options.exact = pass == Pass::encode;
    options.flopsPerDispatch = m_flopsPerSecond * kSubmissionSeconds;
    VulkanOps ops(*m_context, m_tuning, weights, options);
    Recording recording = ops.finish(trace(ops));
    auto plan = std::make_unique<Plan>(*m_context, m_pipelines, std::move(recording), m_flopsPerSecond * kSubmissionSeconds);
    m_plans.push_front({model.serial(), pass, shape, std::move(plan)});
    std::uint64_t bytes = 0;
    for (auto it = m_plans.begin(); it != m_plans.end();) {
        bytes += it->plan->bytes();
        it = bytes > kPlanBytes && it != m_plans.begin() ? m_plans.erase(it) : std::next(it);
    }
    return *m_plans.front().plan;
}

void VulkanDevice::run(Plan& plan, const core::Progress& progress)
{
    const auto start = std::chrono::steady_clock::now();
    plan.run(progress);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    // A first run also compiles kernels: it may only raise the estimate.
    m_flopsPerSecond = std::max(m_flopsPerSecond, plan.flops() / seconds.count());
}

core::Tensor VulkanDevice::encode(const core::VqModel& model, const core::Tensor& pictures,
                                  const core::Progress& progress)
{
    Plan& plan = planFor(model, Pass::encode, pictures.shape, [&](VulkanOps& ops) {
        return core::encode(ops, model, ops.inputPicture(pictures.shape));
    });
    pack(pictures, reinterpret_cast<float*>(plan.input()));
    run(plan, progress);
    return unpack(model.latentShape(pictures.shape), reinterpret_cast<const float*>(plan.output()));
}

core::IndexMap VulkanDevice::quantize(const core::VqModel& model, const core::Tensor& latents,
                                      const core::Progress& progress)
{
    Plan& plan = planFor(model, Pass::quantize, latents.shape, [&](VulkanOps& ops) {
        return ops.nearestCode(ops.inputPicture(latents.shape), model.codebook());
    });
    pack(latents, reinterpret_cast<float*>(plan.input()));
    run(plan, progress);
    core::IndexMap codes(latents.shape.n, latents.shape.h, latents.shape.w);
    std::memcpy(codes.codes.data(), plan.output(), codes.codes.size() * sizeof(std::int32_t));
    return codes;
}

core::Tensor VulkanDevice::decodeCodes(const core::VqModel& model, const core::IndexMap& codes,
                                       const core::Progress& progress)
{
    const core::Shape shape{codes.count, 1, codes.rows, codes.cols};
    Plan& plan = planFor(model, Pass::decodeCodes, shape, [&](VulkanOps& ops) {
        return core::decode(ops, model, ops.lookup(ops.inputCodes(shape), model.codebook()));
    });
    std::memcpy(plan.input(), codes.codes.data(), codes.codes.size() * sizeof(std::int32_t));
    run(plan, progress);
    return unpack(model.pictureShape(codes.count, codes.rows, codes.cols),
                  reinterpret_cast<const float*>(plan.output()));
}

core::Tensor VulkanDevice::decodeLatents(const core::VqModel& model, const core::Tensor& latents,
                                         const core::Progress& progress)
{
    Plan& plan = planFor(model, Pass::decodeLatents, latents.shape, [&](VulkanOps& ops) {
        return core::decode(ops, model, ops.inputPicture(latents.shape));
    });
    pack(latents, reinterpret_cast<float*>(plan.input()));
    run(plan, progress);
    return unpack(model.pictureShape(latents.shape.n, latents.shape.h, latents.shape.w),
                  reinterpret_cast<const float*>(plan.output()));
}

void VulkanDevice::forget(const core::VqModel& model)
{
    std::erase_if(m_plans, [&](const Cached& cached) { return cached.model == model.serial(); });
    m_weights.erase(model.serial());
}

} // namespace tessera::gpu
