// SPDX-License-Identifier: GPL-3.0-or-later
// The engine's work that decodes again and again to find something out.
#include "app/engine/apart_device.h"
#include "app/engine/engine_thread.h"
#include "core/model/codec.h"

namespace tessera::app {

/// Other idle work begins again where it gave way; here what was gained until then is worth having, and who paints has
/// other codes now. So being stopped is an end like any other.
void EngineThread::perform(const PolishJob& work, const Taken& taken)
{
    const quint64 request = taken.job.ticket;
    const auto end = [this, request](std::shared_ptr<const core::PolishResult> result) {
        tell([request, result = std::move(result)](Engine& engine) { emit engine.polished(request, result, {}); });
    };
    ApartDevice device(deviceFor(work.model), m_previews);
    core::Prepared prepared = core::prepare(*work.original, work.model->config(), work.fit);
    core::PolishTask task{work.codes, {}, std::move(prepared.seen), prepared.how};
    try {
        task.latents = core::Codec(work.model, device).encode(prepared.tensor, {.stop = taken.stop});
    } catch (const core::Cancelled&) {
        end(nullptr);
        return;
    }
    prepared.tensor = {};
    const auto report = [this, request, pace = ReportPace()](const core::PolishState& state) mutable {
        if (pace.isDue())
            tell([request, state](Engine& engine) { emit engine.polishing(request, state); });
    };
    end(std::make_shared<const core::PolishResult>(
        core::polish(device, *work.model, task, work.settings, taken.stop, report)));
}

void EngineThread::perform(const StudyJob& work, const Taken& taken)
{
    const quint64 request = taken.job.ticket;
    ApartDevice device(deviceFor(work.model), m_previews);
    const auto report = [this, request, pace = ReportPace()](double fraction) mutable {
        if (pace.isDue())
            tell([request, fraction](Engine& engine) { emit engine.studying(request, fraction); });
    };
    tell([request, result = work.compute(device, {taken.stop, report})](Engine& engine) {
        emit engine.studied(request, result, {});
    });
}

} // namespace tessera::app
