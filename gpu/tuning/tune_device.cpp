// SPDX-License-Identifier: Apache-2.0
// `tessera tune`: everything measured anew, and written when it is all there.
#include "core/output_place.h"
#include "gpu/gpu.h"
#include "gpu/tuning/candidates.h"
#include "gpu/tuning/class_ops.h"
#include "gpu/tuning/tuner.h"
#include "gpu/tuning/tuning_file.h"

#include <algorithm>

namespace tessera::gpu {

namespace {

/// Smaller shares of a pass are not worth a person's time.
constexpr double kLeastShare = 0.02;

} // namespace

TunedOps tuneDevice(const std::string& device, const DeviceOptions& options, const core::VqModel& model, bool usual,
                    const core::Progress& progress)
{
    const std::unique_ptr<Context> context = openContext(device);
    const Tuning tuning = defaultTuning(*context);
    const TuningFile file(*context, tuning);
    if (file.path().empty()) // said before the work, not after it
        file.add({});
    else
        core::checkCanBeMade(file.path());
    Pipelines pipelines(*context);
    Tuner tuner(*context, pipelines, tuning);
    std::vector<OpClass> classes = classesOf(model, tuning, options.exact, kLeastShare);
    if (usual)
        for (const OpClass& op : usualClasses(options.exact))
            if (std::ranges::find(classes, op) == classes.end())
                classes.push_back(op);

    TunedOps tuned{context->info().name, file.path().string(), {}};
    Choices choices;
    progress.step(0);
    for (std::size_t i = 0; i < classes.size(); ++i) {
        const OpClass& op = classes[i];
        if (const std::optional<Outcome> outcome = tuner.measure(op, progress)) {
            choices[op] = outcome->chosen;
            tuned.ops.push_back({toString(op), toString(op, outcome->chosen), toString(op, outcome->byDefault),
                                 outcome->milliseconds, outcome->defaultMilliseconds});
        }
        progress.step(static_cast<double>(i + 1) / static_cast<double>(classes.size()));
    }
    file.add(choices);
    return tuned;
}

} // namespace tessera::gpu
