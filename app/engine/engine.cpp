// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/engine.h"

#include "app/engine/engine_thread.h"
#include "core/cpu/cpu_device.h"

#include <utility>

namespace tessera::app {
namespace {

std::unique_ptr<core::Device> openChosenDevice(const QString& choice, const gpu::DeviceOptions& options)
{
    if (choice.compare(QLatin1String("cpu"), Qt::CaseInsensitive) == 0)
        return core::makeCpuDevice();
    return gpu::openDevice(choice.toStdString(), options);
}

} // namespace

Engine::Engine(QString deviceChoice, QObject* parent) : Engine(std::move(deviceChoice), openChosenDevice, {}, parent) {}

Engine::Engine(QString deviceChoice, DeviceFactory devices, const gpu::DeviceOptions& options, QObject* parent)
    : QObject(parent), m_thread(std::make_unique<EngineThread>(*this, std::move(devices)))
{
    openDevice(deviceChoice, options);
}

Engine::~Engine() = default;

void Engine::openDevice(const QString& choice, const gpu::DeviceOptions& options)
{
    m_deviceOptions = options;
    post({.work = OpenDeviceJob{choice, options}});
}

void Engine::openModel(const QString& folder)
{
    m_newestModel = post({.work = OpenModelJob{folder}});
}

void Engine::encode(quint64 document, std::shared_ptr<const core::VqModel> model,
                    std::shared_ptr<const core::Picture> picture, core::Fit fit)
{
    m_newestEncode[document] = post({.work = EncodeJob{document, std::move(model), std::move(picture), fit}});
}

quint64 Engine::decode(quint64 document, quint64 revision, std::shared_ptr<const core::VqModel> model,
                       core::IndexMap codes)
{
    return post({.work = DecodeJob{document, revision, std::move(model), std::move(codes)}});
}

void Engine::preview(quint64 document, quint64 revision, std::shared_ptr<const core::VqModel> model,
                     core::IndexMap codes)
{
    post({.work = DecodeJob{document, revision, std::move(model), std::move(codes), true}});
}

void Engine::prepare(std::shared_ptr<const core::VqModel> model, std::int64_t rows, std::int64_t cols)
{
    post({.work = PrepareJob{std::move(model), rows, cols}});
}

void Engine::decodeUnquantized(quint64 request, std::shared_ptr<const core::VqModel> model,
                               std::shared_ptr<const core::Picture> picture, core::Fit fit)
{
    post({.work = UnquantizedJob{request, std::move(model), std::move(picture), fit}});
}

void Engine::decodeSwatches(std::shared_ptr<const core::VqModel> model, std::vector<std::int32_t> codes)
{
    post({.work = SwatchJob{std::move(model), std::move(codes)}});
}

quint64 Engine::decodeBlock(std::shared_ptr<const core::VqModel> model, core::CodeBlock block)
{
    return post({.work = BlockJob{std::move(model), std::move(block)}});
}

quint64 Engine::polish(std::shared_ptr<const core::VqModel> model, std::shared_ptr<const core::Picture> original,
                       core::Fit fit, core::IndexMap codes, const core::PolishSettings& settings)
{
    return post({.work = PolishJob{std::move(model), std::move(original), fit, std::move(codes), settings}});
}

void Engine::stopPolish()
{
    for (const EngineJob& job : m_thread->mailbox().cancel(Job::polish))
        tellDropped(job);
}

quint64 Engine::study(quint64 who, std::shared_ptr<const core::VqModel> model, Study study)
{
    return post({.work = StudyJob{who, std::move(model), std::move(study)}});
}

void Engine::testDevice()
{
    post({.work = SelfTestJob{}});
}

void Engine::cancel()
{
    m_cancelledUpTo = m_lastTicket;
    for (const EngineJob& job : m_thread->mailbox().cancel())
        tellDropped(job);
}

void Engine::cancel(quint64 document)
{
    for (const EngineJob& job : m_thread->mailbox().cancel(document))
        tellDropped(job);
    m_newestEncode.remove(document);
}

quint64 Engine::post(EngineJob job)
{
    const quint64 ticket = job.ticket = ++m_lastTicket;
    if (const std::optional<EngineJob> replaced = m_thread->mailbox().post(std::move(job)))
        tellDropped(*replaced);
    return ticket;
}

void Engine::tellDropped(const EngineJob& job)
{
    if (const auto* decode = std::get_if<DecodeJob>(&job.work))
        emit decodeDropped(decode->document, job.ticket);
    if (const auto* encode = std::get_if<EncodeJob>(&job.work))
        emit encodeDropped(encode->document);
    if (std::get_if<PolishJob>(&job.work))
        emit polished(job.ticket, nullptr, {});
}

bool Engine::isWanted(Job kind, quint64 document, quint64 ticket) const
{
    const bool canBeCancelled = kind != Job::openDevice && kind != Job::unquantized && kind != Job::swatches
        && kind != Job::block && kind != Job::polish && kind != Job::study && kind != Job::selfTest;
    if (canBeCancelled && ticket <= m_cancelledUpTo)
        return false;
    switch (kind) {
    case Job::openModel:
        return ticket == m_newestModel;
    case Job::encode:
        return ticket == m_newestEncode.value(document);
    case Job::openDevice:
    case Job::prepare:
    case Job::unquantized: // whoever asked knows what it was asked of
    case Job::swatches:
    case Job::block:
    case Job::polish:
    case Job::study:
    case Job::selfTest:
    case Job::decode: // an older revision is better than none: whoever shows it knows which one it is
        return true;
    }
    return true;
}

} // namespace tessera::app
