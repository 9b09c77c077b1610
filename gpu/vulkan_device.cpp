// SPDX-License-Identifier: Apache-2.0
#include "gpu/vulkan_device.h"

#include "core/error.h"
#include "core/text.h"
#include "gpu/ops/layout.h"

#include <algorithm>
#include <chrono>
#include <cstring>

namespace tessera::gpu {

namespace {

/// Submissions are aimed at this long, so that a stop is noticed soon and no watchdog wakes; no longer than that at
/// most.
constexpr double kSubmissionSeconds = 0.1, kLongestSubmission = 0.5;
/// A pass beyond the memory budget keeps its larger feature maps in host memory: those of more than one part in this
/// many of the budget.
constexpr std::uint64_t kHostShare = 64;
/// What a decode may keep for previews.
constexpr std::uint64_t kKeptBytes = 256U << 20U;

} // namespace

VulkanDevice::VulkanDevice(std::unique_ptr<Context> context, const DeviceOptions& options)
    : VulkanDevice(std::move(context), Tuning{}, options)
{
    m_tuning = knownTuning(*m_context, options.tune);
    m_flopsPerSecond = m_tuning.flopsPerSecond;
    if (options.tune == Tune::measure)
        m_file.emplace(*m_context, m_tuning);
    if (options.hurry)
        m_compiledFile.emplace(*m_context, m_tuning);
}

VulkanDevice::VulkanDevice(std::unique_ptr<Context> context, Tuning tuning, const DeviceOptions& options)
    : m_context(std::move(context)), m_tuning(std::move(tuning)), m_options(options), m_pipelines(*m_context),
      m_flopsPerSecond(m_tuning.flopsPerSecond)
{
}

std::uint64_t VulkanDevice::memoryBudget() const
{
    return m_options.memoryBudget != 0 ? m_options.memoryBudget : m_context->limits().memory;
}

WeightStore& VulkanDevice::weightsOf(const core::VqModel& model)
{
    const auto known = m_weights.find(model.serial());
    if (known != m_weights.end())
        return known->second;
    const std::uint64_t needed = static_cast<std::uint64_t>(model.weights().parameters()) * sizeof(float);
    if (needed > m_context->limits().memory)
        throw core::OutOfDeviceMemory("the model " + core::inQuotes(model.name()) + " does not fit: its weights need "
                                      + std::to_string(needed >> 20U) + " MiB, and " + name() + " has "
                                      + std::to_string(m_context->limits().memory >> 20U)
                                      + " MiB; choose a smaller model, another device, or the CPU (--device cpu)");
    return m_weights.try_emplace(model.serial(), *m_context).first->second;
}

Recording VulkanDevice::record(const core::VqModel& model, Pass pass, const core::Shape& shape, PassOptions options,
                               const Tuning& tuning, Kept* kept)
{
    VulkanOps ops(*m_context, tuning, weightsOf(model), options);
    core::Value result;
    switch (pass) {
    case Pass::encode:
        result = core::encode(ops, model, ops.inputPicture(shape));
        break;
    case Pass::quantize:
        result = ops.nearestCode(ops.inputPicture(shape), model.codebook());
        break;
    case Pass::window:
        result = core::decode(ops, model, ops.lookup(ops.inputWindow(shape), model.codebook()));
        break;
    case Pass::decodeCodes:
        result = core::decode(ops, model, ops.lookup(ops.inputCodes(shape), model.codebook()));
        break;
    case Pass::decodeLatents:
        result = core::decode(ops, model, ops.inputPicture(shape));
        break;
    }
    Recording recording = ops.finish(std::move(result));
    if (kept)
        *kept = ops.takeKept();
    return recording;
}

PassOptions VulkanDevice::optionsOf(Pass pass) const
{
    PassOptions options;
    // Codes must be the reference's, to the last near-tie; pictures need not be.
    options.exact = m_options.exact || pass == Pass::encode || pass == Pass::quantize;
    options.flopsPerDispatch = m_flopsPerSecond * kSubmissionSeconds;
    return options;
}

CachedPlan& VulkanDevice::planFor(const core::VqModel& model, Pass pass, const core::Shape& shape)
{
    CachedPlan* known = m_plans.find(model.serial(), pass, shape);
    if (known)
        return *known;
    const std::int64_t factor = pass == Pass::encode ? model.factor() : 1;
    const bool hurried = mustHurry(model, shape.h / factor, shape.w / factor);
    m_plansAreOld = m_plansAreOld || hurried;
    return m_plans.add(makePlan(model, pass, shape, {.hurried = hurried, .kept = true}));
}

CachedPlan VulkanDevice::makePlan(const core::VqModel& model, Pass pass, const core::Shape& shape, Making how)
{
    const Tuning tuning = how.hurried ? m_tuning.quickToCompile().value() : m_tuning;
    PassOptions options = optionsOf(pass);
    options.keep = pass == Pass::decodeCodes && shape.n == 1 && !previewWindows(shape.h, shape.w).empty();
    CachedPlan cached{model.serial(), pass, shape};
    cached.hurried = how.hurried;
    Recording recording = record(model, pass, shape, options, tuning, &cached.kept);
    std::uint64_t kept = 0;
    for (const std::uint64_t bytes : recording.blockBytes[static_cast<std::size_t>(ArenaHome::kept)])
        kept += bytes;
    const bool tooLarge = recording.bytes() + weightsOf(model).bytes() > memoryBudget();
    if (tooLarge || kept > kKeptBytes) {
        options.keep = false;
        options.hostFrom = tooLarge ? std::max<std::uint64_t>(memoryBudget() / kHostShare, 1) : 0;
        cached.kept = {};
        recording = record(model, pass, shape, options, tuning, &cached.kept);
    }
    if (tooLarge)
        m_plans.clear();
    else if (how.kept)
        m_plans.makeRoom(recording.bytes());
    cached.plan = std::make_unique<Plan>(*m_context, m_pipelines, std::move(recording),
                                         m_flopsPerSecond * kSubmissionSeconds);
    cached.kept = cached.plan->resolve(std::move(cached.kept));
    return cached;
}

CachedPlan& VulkanDevice::windowPlan(const core::VqModel& model, const CachedPlan& whole, const core::Shape& window)
{
    const auto& memory = whole.plan->keptMemory();
    if (CachedPlan* known = m_plans.find(model.serial(), Pass::window, window, whole.shape);
        known && known->borrowed == memory)
        return *known;
    PassOptions options = optionsOf(Pass::window);
    options.frozen = &whole.kept;
    CachedPlan cached{model.serial(), Pass::window, window, whole.shape};
    const Tuning tuning = whole.hurried ? m_tuning.quickToCompile().value() : m_tuning;
    Recording recording = record(model, Pass::window, window, options, tuning, nullptr);
    m_plans.makeRoom(recording.bytes(), &whole);
    cached.plan = std::make_unique<Plan>(*m_context, m_pipelines, std::move(recording),
                                         m_flopsPerSecond * kSubmissionSeconds);
    cached.borrowed = memory;
    return m_plans.add(std::move(cached));
}

void VulkanDevice::run(CachedPlan& cached, const core::Progress& progress)
{
    struct Running {
        explicit Running(CachedPlan& cached) : m_cached(cached) { cached.runs = true; }
        ~Running() { m_cached.runs = false; }
        CachedPlan& m_cached;
    };
    Plan& plan = *cached.plan;
    {
        const Running running(cached);
        const auto start = std::chrono::steady_clock::now();
        plan.run(progress);
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        // A first run also compiles kernels: it may only raise the estimate.
        m_flopsPerSecond = std::max(m_flopsPerSecond, plan.flops() / seconds.count());
    }
    ++cached.ended;
    if (cached.pass != Pass::window && cached.pass != Pass::quantize)
        m_profile = {plan.timings(), plan.bytes(), m_weights.at(cached.model).bytes()};
}

void VulkanDevice::cutWhereTooLong(CachedPlan& cached)
{
    Plan& plan = *cached.plan;
    // The first run also compiled kernels.
    if (cached.ended > 1 && plan.longestSubmission() > kLongestSubmission)
        plan.cutAgain(plan.flopsPerSubmission() * kSubmissionSeconds / plan.longestSubmission());
}

core::Tensor VulkanDevice::resultOf(CachedPlan& cached, const core::Shape& shape)
{
    core::Tensor result = cached.plan->result(shape);
    // A plan beyond the budget is too large to be kept for another time.
    if (cached.plan->bytes() > memoryBudget())
        m_plans.drop(cached);
    return result;
}

core::Tensor VulkanDevice::encode(const core::VqModel& model, const core::Tensor& pictures,
                                  const core::Progress& progress)
{
    const std::int64_t factor = model.factor();
    if (!mustHurry(model, pictures.shape.h / factor, pictures.shape.w / factor)) {
        if (m_options.hurry && !m_encoders.contains(model.serial()))
            makePipelines(model); // somebody waits for a decode as well
        compileEncoder(model, progress);
    }
    CachedPlan& cached = planFor(model, Pass::encode, pictures.shape);
    pack(pictures, reinterpret_cast<float*>(cached.plan->input()));
    run(cached, progress);
    return resultOf(cached, model.latentShape(pictures.shape));
}

core::IndexMap VulkanDevice::quantize(const core::VqModel& model, const core::Tensor& latents,
                                      const core::Progress& progress)
{
    CachedPlan& cached = planFor(model, Pass::quantize, latents.shape);
    pack(latents, reinterpret_cast<float*>(cached.plan->input()));
    run(cached, progress);
    core::IndexMap codes(latents.shape.n, latents.shape.h, latents.shape.w);
    std::memcpy(codes.codes.data(), cached.plan->output(), codes.codes.size() * sizeof(std::int32_t));
    return codes;
}

core::Tensor VulkanDevice::decodeCodes(const core::VqModel& model, const core::IndexMap& codes,
                                       const core::Progress& progress)
{
    CachedPlan& cached = planFor(model, Pass::decodeCodes, {codes.count, 1, codes.rows, codes.cols});
    std::memcpy(cached.plan->input(), codes.codes.data(), codes.codes.size() * sizeof(std::int32_t));
    run(cached, progress);
    if (!cached.kept.affines.empty())
        cached.codes = codes;
    return resultOf(cached, model.pictureShape(codes.count, codes.rows, codes.cols));
}

core::Tensor VulkanDevice::decodeLatents(const core::VqModel& model, const core::Tensor& latents,
                                         const core::Progress& progress)
{
    CachedPlan& cached = planFor(model, Pass::decodeLatents, latents.shape);
    pack(latents, reinterpret_cast<float*>(cached.plan->input()));
    run(cached, progress);
    return resultOf(cached, model.pictureShape(latents.shape.n, latents.shape.h, latents.shape.w));
}

std::optional<core::Preview> VulkanDevice::previewCodes(const core::VqModel& model, const core::IndexMap& codes)
{
    const core::Shape shape{codes.count, 1, codes.rows, codes.cols};
    const CachedPlan* whole = m_plans.find(model.serial(), Pass::decodeCodes, shape);
    if (!whole || whole->codes.codes.empty())
        return {};
    const auto window = previewWindow(changedCells(whole->codes, codes), codes.rows, codes.cols);
    if (!window)
        return {};
    const core::CellRect &decoded = window->decoded, &shown = window->shown;
    CachedPlan& cached = windowPlan(model, *whole, {1, 1, decoded.rows, decoded.cols});
    auto* input = reinterpret_cast<std::int32_t*>(cached.plan->input());
    for (int row = 0; row < decoded.rows; ++row)
        std::copy_n(&codes.codes[static_cast<std::size_t>((decoded.top + row) * codes.cols + decoded.left)],
                    decoded.cols, input + std::ptrdiff_t{row} * decoded.cols);
    // Where the window lies, and what of it its own edges do not reach.
    const std::int32_t place[kPlaceInts] = {shown.top - decoded.top, shown.left - decoded.left, shown.rows, shown.cols,
                                            decoded.top, decoded.left};
    std::memcpy(cached.plan->input() + VulkanOps::placeOffset({1, 1, decoded.rows, decoded.cols}), place,
                sizeof(place));
    run(cached, {});
    const auto factor = model.factor();
    const core::Tensor all = unpack(model.pictureShape(1, decoded.rows, decoded.cols),
                                    reinterpret_cast<const float*>(cached.plan->output()));
    core::Preview preview{shown.left * factor, shown.top * factor,
                          core::Tensor({1, all.shape.c, shown.rows * factor, shown.cols * factor})};
    const std::int64_t x = (shown.left - decoded.left) * factor, y = (shown.top - decoded.top) * factor;
    for (std::int64_t c = 0; c < all.shape.c; ++c)
        for (std::int64_t row = 0; row < preview.pixels.shape.h; ++row)
            std::copy_n(all.plane(0, c) + (y + row) * all.shape.w + x, preview.pixels.shape.w,
                        preview.pixels.plane(0, c) + row * preview.pixels.shape.w);
    return preview;
}

void VulkanDevice::forget(const core::VqModel& model)
{
    m_plans.forget(model.serial());
    m_weights.erase(model.serial());
    m_decoders.erase(model.serial());
    m_encoders.erase(model.serial());
    m_compiled.erase(model.serial());
}

} // namespace tessera::gpu
