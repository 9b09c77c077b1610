// SPDX-License-Identifier: Apache-2.0
// What a Vulkan device does while nobody waits for it: plans and kernels for the next passes, then measurements of what
// it has not measured yet.
#include "core/error.h"
#include "gpu/ops/layout.h"
#include "gpu/tuning/class_ops.h"
#include "gpu/tuning/tuner.h"
#include "gpu/vulkan_device.h"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <utility>

namespace tessera::gpu {

namespace {

/// Cells a side of the map whose passes compile a model's kernels.
constexpr std::int64_t kWarmCells = 8;
/// Classes with a smaller share of a pass are not worth the processor's time, nor that of compiling candidates.
constexpr double kLeastShare = 0.03;
/// A pass of more work takes longer by kernels that compile quickly than the good ones take to compile and compute.
constexpr double kHurriedFlops = 2e11;

/// The input of a small pass. Kernels do not depend on the size, so that it compiles those of all.
core::Shape warmShape(const core::VqModel& model, Pass pass)
{
    const std::int64_t side = kWarmCells * model.factor();
    const core::Shape picture{1, model.config().inChannels, side, side};
    switch (pass) {
    case Pass::encode:
        return picture;
    case Pass::quantize:
        return model.latentShape(picture);
    default:
        return {1, 1, kWarmCells, kWarmCells};
    }
}

} // namespace

void VulkanDevice::setCalm(std::chrono::milliseconds afterStart, std::chrono::milliseconds afterWork)
{
    m_calmAfterStart = afterStart;
    m_calmAfterWork = afterWork;
}

void VulkanDevice::prepare(const core::VqModel& model, std::int64_t rows, std::int64_t cols,
                           const core::Progress& progress)
{
    getReady(model, rows, cols, progress);
    if (m_options.tune != Tune::measure)
        return;
    measureClasses(model, progress);
    if (m_plansAreOld)
        getReady(model, rows, cols, progress);
}

void VulkanDevice::getReady(const core::VqModel& model, std::int64_t rows, std::int64_t cols,
                            const core::Progress& progress)
{
    const bool isNew = !m_decoders.contains(model.serial()) || !m_encoders.contains(model.serial());
    if (!m_decoders.contains(model.serial())) {
        compile(model, Pass::decodeCodes, progress);
        m_decoders.insert(model.serial());
    }
    compileEncoder(model, progress);
    if (isNew)
        rememberCompiled(model);
    if (m_plansAreOld)
        renewPlans(model, {1, 1, rows, cols}, progress);
    makeWindows(model, rows, cols, progress);
}

void VulkanDevice::makePipelines(const core::VqModel& model)
{
    std::set<KernelKey> kernels;
    for (const Pass pass : {Pass::encode, Pass::quantize, Pass::decodeCodes})
        kernels.merge(kernelsIn(record(model, pass, warmShape(model, pass), optionsOf(pass), m_tuning, nullptr).steps));
    m_pipelines.make(kernels);
}

/// One kernel after the other: somebody may come who would not wait for all.
void VulkanDevice::compile(const core::VqModel& model, Pass pass, const core::Progress& progress)
{
    const core::Shape shape = warmShape(model, pass);
    CachedPlan small = makePlan(model, pass, shape, {});
    small.plan->cutAgain(0);
    if (pass == Pass::decodeCodes)
        std::memset(small.plan->input(), 0, static_cast<std::size_t>(shape.size()) * sizeof(std::int32_t));
    else
        pack(core::Tensor(shape), reinterpret_cast<float*>(small.plan->input()));
    core::Profile shown = m_profile;
    run(small, progress);
    m_profile = std::move(shown);
}

void VulkanDevice::compileEncoder(const core::VqModel& model, const core::Progress& progress)
{
    if (m_encoders.contains(model.serial()))
        return;
    for (const Pass pass : {Pass::encode, Pass::quantize})
        compile(model, pass, progress);
    m_encoders.insert(model.serial());
}

bool VulkanDevice::mustHurry(const core::VqModel& model, std::int64_t rows, std::int64_t cols)
{
    if (!m_options.hurry || m_compiled.contains(model.serial()) || !m_tuning.quickToCompile())
        return false;
    if (m_compiledFile && m_compiledFile->has(kernelSetOf(model, m_tuning, m_options.exact))) {
        m_compiled.insert(model.serial());
        return false;
    }
    return decodeFlops(model, rows, cols) <= kHurriedFlops;
}

void VulkanDevice::rememberCompiled(const core::VqModel& model)
{
    m_compiled.insert(model.serial());
    if (!m_compiledFile)
        return;
    try {
        m_compiledFile->add(kernelSetOf(model, m_tuning, m_options.exact));
    } catch (const core::FileError&) { // the next start will hurry again
    }
}

void VulkanDevice::makeWindows(const core::VqModel& model, std::int64_t rows, std::int64_t cols,
                               const core::Progress& progress)
{
    CachedPlan& whole = planFor(model, Pass::decodeCodes, {1, 1, rows, cols});
    cutWhereTooLong(whole);
    if (whole.kept.affines.empty())
        return;
    // Of windows that do not all fit beside their decode, the small ones are those that strokes ask for.
    double bytes = static_cast<double>(whole.plan->bytes()), perCell = 0;
    for (const core::CellRect& size : previewWindows(rows, cols)) {
        progress.step(1);
        const double cells = static_cast<double>(size.rows) * size.cols;
        if (bytes + perCell * cells > static_cast<double>(m_plans.limit()))
            break;
        const auto taken = static_cast<double>(windowPlan(model, whole, {1, 1, size.rows, size.cols}).plan->bytes());
        perCell = taken / cells;
        bytes += taken;
    }
}

void VulkanDevice::awaitCalm(const core::Progress& progress) const
{
    const auto now = std::chrono::steady_clock::now();
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any never;
    never.wait_until(lock, progress.stop, std::max(now + m_calmAfterWork, m_start + m_calmAfterStart),
                     [] { return false; });
    progress.step(1);
}

void VulkanDevice::measureClasses(const core::VqModel& model, const core::Progress& progress)
{
    Tuner tuner(*m_context, m_pipelines, m_tuning);
    bool calm = false;
    for (const OpClass& op : classesOf(model, m_tuning, m_options.exact, kLeastShare)) {
        if (m_tuning.measured.contains(op) || m_tried.contains(op))
            continue;
        if (!std::exchange(calm, true))
            awaitCalm(progress);
        const Choice before = m_tuning.choose(op);
        const std::optional<Outcome> outcome = tuner.measure(op, progress);
        m_tried.insert(op);
        if (!outcome)
            continue;
        m_tuning.measured[op] = outcome->chosen;
        if (outcome->chosen != before) {
            m_plansAreOld = true;
            m_decoders.clear();
            m_encoders.clear();
        }
        try {
            if (m_file)
                m_file->add({{op, outcome->chosen}});
        } catch (const core::FileError&) { // it will be measured again
        }
    }
}

void VulkanDevice::renewPlans(const core::VqModel& model, const core::Shape& cells, const core::Progress& progress)
{
    // Previews build on the newest decode: the new plan takes the old one's place only when it has done that again.
    const CachedPlan* old = m_plans.find(model.serial(), Pass::decodeCodes, cells);
    core::IndexMap codes = old ? old->codes : core::IndexMap{};
    if (old && 2 * old->plan->bytes() + weightsOf(model).bytes() > memoryBudget())
        m_plans.clear();
    CachedPlan fresh = makePlan(model, Pass::decodeCodes, cells, {});
    if (!codes.codes.empty() && !fresh.kept.affines.empty()) {
        const core::Profile shown = m_profile;
        std::memcpy(fresh.plan->input(), codes.codes.data(), codes.codes.size() * sizeof(std::int32_t));
        run(fresh, progress);
        m_profile = shown;
        fresh.codes = std::move(codes);
    }
    m_plans.clear();
    m_plans.add(std::move(fresh));
    m_plansAreOld = false;
}

} // namespace tessera::gpu
