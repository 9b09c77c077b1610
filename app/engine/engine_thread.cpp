// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/engine_thread.h"

#include "app/devices/result_flaw.h"
#include "app/engine/thread_priority.h"
#include "app/files/memory_notice.h"
#include "core/model/codec.h"

#include <QFile>

#include <algorithm>
#include <new>
#include <utility>

namespace tessera::app {
namespace {

double millisecondsSince(DecodePace::Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(DecodePace::Clock::now() - start).count();
}

/// The message of the exception that is being handled; empty for Cancelled.
QString currentProblem()
{
    try {
        throw;
    } catch (const core::Cancelled&) {
        return {};
    } catch (const std::bad_alloc&) {
        return notEnoughMemory(Engine::tr("for this"));
    } catch (const std::exception& error) {
        return QString::fromUtf8(error.what());
    } catch (...) {
        return Engine::tr("Something failed without saying what.");
    }
}

auto dropped(const DecodeJob& work, quint64 ticket)
{
    return [document = work.document, ticket](Engine& engine) { emit engine.decodeDropped(document, ticket); };
}

auto dropped(const EncodeJob& work)
{
    return [document = work.document](Engine& engine) { emit engine.encodeDropped(document); };
}

} // namespace

EngineThread::EngineThread(Engine& engine, Engine::DeviceFactory devices)
    : m_engine(engine), m_ladder(std::move(devices)), m_thread([this] { loop(); })
{
}

EngineThread::~EngineThread()
{
    m_mailbox.close();
    m_thread.join();
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
        performOnSome(taken);
        done = true;
    } catch (...) {
        problem = currentProblem();
    }
    m_mailbox.ended(done                ? EngineMailbox::End::done
                    : problem.isEmpty() ? EngineMailbox::End::stopped
                                        : EngineMailbox::End::failed);
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
        tell(dropped(*decode, taken.job.ticket));
    if (const auto* encode = std::get_if<EncodeJob>(&taken.job.work); encode && !done)
        tell(dropped(*encode));
    tell([kind](Engine& engine) { emit engine.finished(kind); });
}

void EngineThread::perform(const OpenDeviceJob& work, const Taken& taken)
{
    OpenedDevice opened;
    try {
        opened = m_ladder.open(work.choice, work.options);
    } catch (...) {
        const QString problem = currentProblem();
        if (m_device) // the one that works stays
            throw;
        if (!work.choice.isEmpty())
            tellResult(taken.job,
                       [problem](Engine& engine) { emit engine.failed(Engine::Job::openDevice, problem, 0); });
        opened = m_ladder.openInsteadOf(work.choice, work.options, problem);
        if (!opened.notice.isEmpty())
            tell([notice = opened.notice](Engine& engine) { emit engine.notice(notice); });
    }
    install(std::move(opened));
}

void EngineThread::install(OpenedDevice opened)
{
    m_models.clear();
    m_previews.forgetBase();
    m_device = std::move(opened.device);
    tell([name = QString::fromStdString(m_device->name()), exact = opened.exact](Engine& engine) {
        emit engine.deviceOpened(name, exact);
    });
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
    if (!isFinite(prepared.tensor.values))
        throw core::Error("this picture has values that are not finite numbers; its codes would mean nothing");
    const core::Tensor latents = codec.encode(prepared.tensor, progress(taken, 0, 0.9));
    check(latents, *work.model, true,
          "encoding this picture with " + work.model->name()
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
        tell(dropped(work, taken.job.ticket));
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
    m_previews.forgetBase();
    check(decoded, *work.model, false,
          "decoding these codes with " + work.model->name()
              + " gave values that are not finite numbers; the last good picture stays");
    m_previews.setBase(work);
    auto picture = std::make_shared<const core::Picture>(core::toPicture(decoded, 0, nullptr));
    tellResult(taken.job,
               [document = work.document, revision = work.revision, picture = std::move(picture),
                took = millisecondsSince(start), profile = m_device->profile()](Engine& engine) {
                   emit engine.decoded(document, revision, picture, took);
                   emit engine.profiled(document, profile);
               },
               dropped(work, taken.job.ticket));
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
    auto report = [this, kind = taken.job.kind(), from, to, pace = ReportPace(DecodePace::Clock::now())](double part) mutable {
        if (!pace.isDue())
            return;
        const double fraction = from + (to - from) * std::clamp(part, 0.0, 1.0);
        tell([kind, fraction](Engine& engine) { emit engine.progressed(kind, fraction); });
    };
    return {taken.stop, std::move(report)};
}

} // namespace tessera::app
