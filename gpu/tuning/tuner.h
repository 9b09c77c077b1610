// SPDX-License-Identifier: Apache-2.0
// Measures how a device computes an op fastest: made-up ops, each candidate in turn. Belongs to the thread that uses
// the device.
#pragma once

#include "core/progress.h"
#include "gpu/kernels/pipelines.h"
#include "gpu/tuning/tuning.h"
#include "gpu/vulkan/context.h"

#include <functional>
#include <optional>

namespace tessera::gpu {

/// What came of a class.
struct Outcome {
    OpClass op;
    Choice chosen, byDefault;
    double milliseconds = 0;        ///< of the made-up op as chosen
    double defaultMilliseconds = 0; ///< by default; 0 where the device cannot do that
};

class Tuner {
public:
    /// Runs `work`, which computes an op as chosen, and gives the milliseconds that it took.
    using Timer = std::function<double(const Choice& choice, const std::function<void()>& work)>;

    /// All three outlive the tuner. Without a timer of one's own it is wall clock; on a device in software the
    /// processor's time, which other programs do not lengthen.
    Tuner(const Context& context, Pipelines& pipelines, const Tuning& tuning, Timer timer = {});

    /// Nothing where no candidate runs. Throws Cancelled between readings.
    std::optional<Outcome> measure(const OpClass& op, const core::Progress& progress);

private:
    const Context& m_context;
    Pipelines& m_pipelines;
    const Tuning& m_tuning;
    Timer m_timer;
};

} // namespace tessera::gpu
