// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine's thread does when there is nothing else to do.
#include "app/devices/result_flaw.h"
#include "app/engine/engine_thread.h"
#include "core/model/block_picture.h"
#include "core/model/codec.h"
#include "core/model/swatches.h"

#include <utility>

namespace tessera::app {

void EngineThread::perform(const PrepareJob& work, const Taken& taken)
{
    deviceFor(work.model).prepare(*work.model, work.rows, work.cols, {.stop = taken.stop});
}

void EngineThread::perform(const UnquantizedJob& work, const Taken& taken)
{
    const core::Codec codec(work.model, deviceFor(work.model));
    const core::Progress progress{.stop = taken.stop};
    const core::Prepared prepared = core::prepare(*work.picture, work.model->config(), work.fit);
    const auto latents = std::make_shared<const core::Tensor>(codec.encode(prepared.tensor, progress));
    const auto send = [&](std::shared_ptr<const core::Picture> picture) {
        tell([request = work.request, model = work.model, latents, picture = std::move(picture)](Engine& engine) {
            emit engine.unquantized(request, model, latents, picture, {});
        });
    };
    send(nullptr);
    auto picture =
        std::make_shared<const core::Picture>(core::toPicture(codec.decode(*latents, true, progress), 0, nullptr));
    if (!isFinite(picture->values))
        throw core::Error("decoding these latents gave values that are not finite numbers");
    send(std::move(picture));
}

void EngineThread::perform(const SwatchJob& work, const Taken& taken)
{
    const core::Codec codec(work.model, deviceFor(work.model));
    tell([model = work.model, codes = work.codes,
          pictures = core::decodeSwatches(codec, work.codes, {.stop = taken.stop})](Engine& engine) {
        emit engine.swatchesDecoded(model, codes, pictures);
    });
}

void EngineThread::perform(const BlockJob& work, const Taken& taken)
{
    const core::Codec codec(work.model, deviceFor(work.model));
    m_previews.forgetBase(core::blockMap(work.block).map); // where it has that size, the device's is another one now
    auto picture = std::make_shared<const core::Picture>(core::decodeBlock(codec, work.block, {.stop = taken.stop}));
    tell([request = taken.job.ticket, picture = std::move(picture)](Engine& engine) {
        emit engine.blockDecoded(request, picture);
    });
}

void EngineThread::perform(const SelfTestJob& /*work*/, const Taken& taken)
{
    if (!m_device)
        throw core::DeviceError("no device is open to compute on; choose one");
    m_previews.forgetBase();
    tell([test = DeviceTest{QString::fromStdString(m_device->name()),
                            testDevice(*m_device, [&](const std::string&) { return core::Progress{.stop = taken.stop}; }),
                            {}}](Engine& engine) { emit engine.deviceTested(test); });
}

/// What fails in a preparation will fail again, and be said, where it matters.
void EngineThread::tellIdleFailure(const EngineJob& job, const QString& problem) const
{
    if (const auto* work = std::get_if<UnquantizedJob>(&job.work))
        tell([request = work->request, model = work->model, problem](Engine& engine) {
            emit engine.unquantized(request, model, nullptr, nullptr, problem);
        });
    if (const auto* work = std::get_if<SwatchJob>(&job.work))
        tell([model = work->model, codes = work->codes](Engine& engine) {
            emit engine.swatchesDecoded(model, codes, {});
        });
    if (std::get_if<PolishJob>(&job.work))
        tell([request = job.ticket, problem](Engine& engine) { emit engine.polished(request, nullptr, problem); });
    if (std::get_if<StudyJob>(&job.work))
        tell([request = job.ticket, problem](Engine& engine) { emit engine.studied(request, {}, problem); });
    if (std::get_if<SelfTestJob>(&job.work))
        tell([test = DeviceTest{m_device ? QString::fromStdString(m_device->name()) : QString(), {}, problem}](
                 Engine& engine) { emit engine.deviceTested(test); });
    if (std::get_if<BlockJob>(&job.work))
        tell([request = job.ticket](Engine& engine) { emit engine.blockDecoded(request, nullptr); });
}

} // namespace tessera::app
