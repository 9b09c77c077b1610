// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/engine_thread.h"

#include "app/engine/thread_priority.h"
#include "core/cpu/cpu_device.h"
#include "core/model/block_picture.h"
#include "core/model/codec.h"
#include "core/model/swatches.h"

#include <QFile>

#include <algorithm>
#include <cmath>
#include <new>
#include <utility>

namespace tessera::app {
namespace {

constexpr std::chrono::milliseconds kReportEvery{100};

double millisecondsSince(DecodePace::Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(DecodePace::Clock::now() - start).count();
}

bool isFinite(const std::vector<float>& values)
{
    return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
}

/// The message of the exception that is being handled; empty for Cancelled.
QString currentProblem()
{
    try {
        throw;
    } catch (const core::Cancelled&) {
        return {};
    } catch (const std::bad_alloc&) {
        return Engine::tr("There is not enough memory for this. Close other pictures or use a smaller one.");
    } catch (const std::exception& error) {
        return QString::fromUtf8(error.what());
    } catch (...) {
        return Engine::tr("Something failed without saying what.");
    }
}

auto dropped(const DecodeJob& work)
{
    return [document = work.document, revision = work.revision](Engine& engine) {
        emit engine.decodeDropped(document, revision);
    };
}

auto dropped(const EncodeJob& work)
{
    return [document = work.document](Engine& engine) { emit engine.encodeDropped(document); };
}

} // namespace

EngineThread::EngineThread(Engine& engine, Engine::DeviceFactory devices)
    : m_engine(engine), m_devices(std::move(devices)), m_thread([this] { loop(); })
{
}

EngineThread::~EngineThread()
{
    m_mailbox.close();
    m_thread.join();
}

template <class Say>
void EngineThread::tell(Say&& say) const
{
    QMetaObject::invokeMethod(
        &m_engine, [engine = &m_engine, say = std::forward<Say>(say)] { say(*engine); }, Qt::QueuedConnection);
}

template <class Say, class Otherwise>
void EngineThread::tellResult(const EngineJob& job, Say&& say, Otherwise&& otherwise) const
{
    tell([kind = job.kind(), document = job.document(), ticket = job.ticket, say = std::forward<Say>(say),
          otherwise = std::forward<Otherwise>(otherwise)](Engine& engine) {
        if (engine.isWanted(kind, document, ticket))
            say(engine);
        else
            otherwise(engine);
    });
}

void EngineThread::loop()
{
    // A driver in software keeps every core busy for as long as a pass takes, and the window must stay smooth
    // meanwhile. Said before the device is opened, so that the driver's own threads, and those of CpuOps, inherit it.
    giveWayToOtherThreads();
    while (const std::optional<Taken> taken = m_mailbox.take())
        run(*taken);
    // What the device keeps dies on the thread that made it.
    m_models.clear();
    m_device.reset();
}

void EngineThread::run(const Taken& taken)
{
    const Engine::Job kind = taken.job.kind();
    const bool isHeardOf = !taken.job.isIdleWork();
    if (isHeardOf)
        tell([kind](Engine& engine) { emit engine.started(kind); });
    bool done = false;
    QString problem;
    try {
        std::visit([&](const auto& work) { perform(work, taken); }, taken.job.work);
        done = true;
    } catch (...) {
        problem = currentProblem();
    }
    m_mailbox.ended(done);
    if (!isHeardOf) {
        if (!problem.isEmpty())
            tellIdleFailure(taken.job, problem);
        return;
    }
    if (!problem.isEmpty())
        tellResult(taken.job, [kind, problem, document = taken.job.document()](Engine& engine) {
            emit engine.failed(kind, problem, document);
        });
    if (const auto* decode = std::get_if<DecodeJob>(&taken.job.work); decode && !done)
        tell(dropped(*decode));
    if (const auto* encode = std::get_if<EncodeJob>(&taken.job.work); encode && !done)
        tell(dropped(*encode));
    tell([kind](Engine& engine) { emit engine.finished(kind); });
}

void EngineThread::perform(const OpenDeviceJob& work, const Taken& taken)
{
    std::unique_ptr<core::Device> device;
    QString problem;
    try {
        device = m_devices(work.choice, work.options);
    } catch (...) {
        problem = currentProblem();
        if (m_device) // the one that works stays
            throw;
    }
    if (!device) {
        if (!work.choice.isEmpty())
            tellResult(taken.job,
                       [problem](Engine& engine) { emit engine.failed(Engine::Job::openDevice, problem, 0); });
        device = deviceInsteadOf(work, problem);
    }
    m_models.clear();
    m_previews.forgetBase();
    m_device = std::move(device);
    tell([name = QString::fromStdString(m_device->name()), exact = work.options.exact || core::isCpuDevice(*m_device)](
             Engine& engine) { emit engine.deviceOpened(name, exact); });
}

/// The best device where a chosen one is not to be had, the CPU where there is none at all.
std::unique_ptr<core::Device> EngineThread::deviceInsteadOf(const OpenDeviceJob& work, const QString& problem)
{
    QString reason = problem;
    if (!work.choice.isEmpty()) {
        try {
            return m_devices({}, work.options);
        } catch (...) {
            reason = currentProblem();
        }
    }
    std::unique_ptr<core::Device> cpu = m_devices(QStringLiteral("cpu"), work.options);
    tell([reason](Engine& engine) {
        emit engine.notice(Engine::tr("No Vulkan device can be used, so Tessera computes on the CPU: with the same "
                                      "results, but slowly. (%1)")
                               .arg(reason));
    });
    return cpu;
}

void EngineThread::perform(const OpenModelJob& work, const Taken& taken)
{
    core::OpenedModel opened = core::openModel(QFile::encodeName(work.folder).toStdString());
    tellResult(taken.job, [opened = std::move(opened)](Engine& engine) { emit engine.modelOpened(opened); });
}

void EngineThread::perform(const EncodeJob& work, const Taken& taken)
{
    const core::Codec codec(work.model, deviceFor(work.model));
    core::Prepared prepared = core::prepare(*work.picture, work.model->config(), work.fit);
    const core::Tensor latents = codec.encode(prepared.tensor, progress(taken, 0, 0.9));
    if (!isFinite(latents.values))
        throw core::Error("encoding this picture with " + work.model->name()
                          + " gave values that are not finite numbers; the codes would mean nothing");
    core::Quantized quantized = codec.quantize(latents, progress(taken, 0.9, 1));
    prepared.tensor = {}; // as large as the picture, and nobody needs it any more
    tellResult(taken.job,
               [document = work.document, model = work.model, prepared = std::move(prepared),
                codes = std::move(quantized.codes)](Engine& engine) {
                   emit engine.encoded(document, model, prepared, codes);
               },
               dropped(work));
}

void EngineThread::perform(const DecodeJob& work, const Taken& taken)
{
    const auto start = DecodePace::Clock::now();
    const core::Codec codec(work.model, deviceFor(work.model));
    preview(taken.job);
    if (work.approximate) {
        tell(dropped(work));
        return;
    }
    core::Progress following = progress(taken, 0, 1);
    // Whoever paints on during a long decode sees what each stroke does about as soon as the device has a moment.
    following.report = [this, &work, tellProgress = std::move(following.report)](double part) {
        tellProgress(part);
        if (const std::optional<EngineJob> newer = m_mailbox.waitingDecode(work.document, m_previews.newestTicket()))
            preview(*newer);
    };
    const core::Tensor decoded = codec.decodeCodes(work.codes, following);
    m_previews.setBase(work);
    auto picture = std::make_shared<const core::Picture>(core::toPicture(decoded, 0, nullptr));
    if (!isFinite(picture->values))
        throw core::Error("decoding these codes with " + work.model->name()
                          + " gave values that are not finite numbers; the last good picture stays");
    tellResult(taken.job,
               [document = work.document, revision = work.revision, picture = std::move(picture),
                took = millisecondsSince(start), profile = m_device->profile()](Engine& engine) {
                   emit engine.decoded(document, revision, picture, took);
                   emit engine.profiled(document, profile);
               },
               dropped(work));
}

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

/// Other idle work begins again where it gave way; here what was gained until then is worth having, and who paints has
/// other codes now. So being stopped is an end like any other.
void EngineThread::perform(const PolishJob& work, const Taken& taken)
{
    const quint64 request = taken.job.ticket;
    const auto end = [this, request](std::shared_ptr<const core::PolishResult> result) {
        tell([request, result = std::move(result)](Engine& engine) { emit engine.polished(request, result, {}); });
    };
    core::Device& device = deviceFor(work.model);
    m_previews.forgetBase();
    core::Prepared prepared = core::prepare(*work.original, work.model->config(), work.fit);
    core::PolishTask task{work.codes, {}, std::move(prepared.seen), prepared.how};
    try {
        task.latents = core::Codec(work.model, device).encode(prepared.tensor, {.stop = taken.stop});
    } catch (const core::Cancelled&) {
        end(nullptr);
        return;
    }
    prepared.tensor = {};
    const auto report = [this, request, last = DecodePace::Clock::time_point()](const core::PolishState& state) mutable {
        const auto now = DecodePace::Clock::now();
        if (now - last < kReportEvery)
            return;
        last = now;
        tell([request, state](Engine& engine) { emit engine.polishing(request, state); });
    };
    end(std::make_shared<const core::PolishResult>(
        core::polish(device, *work.model, task, work.settings, taken.stop, report)));
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
    if (std::get_if<BlockJob>(&job.work))
        tell([request = job.ticket](Engine& engine) { emit engine.blockDecoded(request, nullptr); });
}

/// Sends what the decode of `job` will look like about, unless that was sent already.
void EngineThread::preview(const EngineJob& job)
{
    std::optional<CodesPreview> made = m_previews.make(*m_device, job);
    if (!made)
        return;
    const auto& work = std::get<DecodeJob>(job.work);
    tellResult(job, [document = work.document, revision = work.revision, made = std::move(*made)](Engine& engine) {
        emit engine.previewed(document, revision, made.base, made.part);
    });
}

core::Device& EngineThread::deviceFor(const std::shared_ptr<const core::VqModel>& model)
{
    if (!m_device)
        throw core::DeviceError("no device is open to compute on; choose one");
    // A model that only this thread still knows will not be used again.
    std::erase_if(m_models, [this](const std::shared_ptr<const core::VqModel>& known) {
        if (known.use_count() > 1)
            return false;
        m_device->forget(*known);
        return true;
    });
    if (std::ranges::find(m_models, model) == m_models.end())
        m_models.push_back(model);
    return *m_device;
}

/// Reports from..to of the whole job, at most ten times a second.
core::Progress EngineThread::progress(const Taken& taken, double from, double to) const
{
    auto report = [this, kind = taken.job.kind(), from, to, last = DecodePace::Clock::now()](double part) mutable {
        const auto now = DecodePace::Clock::now();
        if (now - last < kReportEvery)
            return;
        last = now;
        const double fraction = from + (to - from) * std::clamp(part, 0.0, 1.0);
        tell([kind, fraction](Engine& engine) { emit engine.progressed(kind, fraction); });
    };
    return {taken.stop, std::move(report)};
}

} // namespace tessera::app
