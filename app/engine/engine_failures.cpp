// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine's thread does about devices that fail, and about results that look wrong.
#include "app/devices/result_flaw.h"
#include "app/engine/engine_thread.h"

#include <QScopeGuard>

#include <utility>

namespace tessera::app {
namespace {

/// A result that may be the device's fault.
class SuspectResult : public core::Error {
public:
    using Error::Error;
};

} // namespace

/// On the device that is open; where that fails, on those that take its place, which is said once.
void EngineThread::performOnSome(const Taken& taken)
{
    QString notice;
    const auto say = qScopeGuard([this, &notice] {
        if (!notice.isEmpty())
            tell([notice](Engine& engine) { emit engine.notice(notice); });
    });
    for (int tries = 0;; ++tries) {
        try {
            std::visit([&](const auto& work) { perform(work, taken); }, taken.job.work);
            return;
        } catch (const SuspectResult&) {
            performOnCpuToo(taken);
            return;
        } catch (const core::DeviceError& failure) {
            // What is done ahead of time is not worth a slower device.
            const bool canWait = taken.job.isIdleWork() && dynamic_cast<const core::OutOfDeviceMemory*>(&failure);
            if (!m_device || m_ladder.isAtTheEnd() || canWait || taken.job.kind() == Engine::Job::openDevice)
                throw;
            const QString name = QString::fromStdString(m_device->name());
            m_device.reset(); // first, for the other one may need its memory
            OpenedDevice opened = m_ladder.replace(name, failure, tries);
            notice = opened.notice;
            install(std::move(opened));
        }
    }
}

/// Is it the device's fault? The CPU says. Until then it computes; where it comes to the same, the model is like that.
void EngineThread::performOnCpuToo(const Taken& taken)
{
    std::unique_ptr<core::Device> suspect = std::exchange(m_device, m_ladder.openCpu());
    auto models = std::exchange(m_models, {});
    m_isArbitrating = true;
    m_isFlawed = false;
    const auto goBack = qScopeGuard([&] {
        m_isArbitrating = false;
        if (!suspect)
            return;
        m_device = std::move(suspect);
        m_models = std::move(models);
        m_previews.forgetBase(); // the CPU's, if any
    });
    try {
        std::visit([&](const auto& work) { perform(work, taken); }, taken.job.work);
    } catch (const core::Cancelled&) {
        throw;
    } catch (const core::Error&) {
        noteOddModel(taken.job);
        throw;
    }
    if (m_isFlawed) {
        noteOddModel(taken.job);
        return;
    }
    const QString name = QString::fromStdString(suspect->name());
    suspect.reset();
    OpenedDevice cpu = m_ladder.distrust(name, std::move(m_device));
    tell([notice = cpu.notice](Engine& engine) { emit engine.notice(notice); });
    install(std::move(cpu));
}

void EngineThread::noteOddModel(const EngineJob& job)
{
    if (const auto* decode = std::get_if<DecodeJob>(&job.work))
        m_oddModels.insert(decode->model->serial());
    if (const auto* encode = std::get_if<EncodeJob>(&job.work))
        m_oddModels.insert(encode->model->serial());
}

/// Throws where a result is not to be shown, or may not be the device's last word.
void EngineThread::check(const core::Tensor& result, const core::VqModel& model, bool mayBeBlank, const std::string& what)
{
    const Flaw flaw = flawOf(result.values);
    m_isFlawed = flaw == Flaw::notFinite || (flaw == Flaw::blank && !mayBeBlank);
    if (!m_isFlawed)
        return;
    if (!m_isArbitrating && !m_ladder.isAtTheEnd() && !m_oddModels.contains(model.serial()))
        throw SuspectResult(what);
    if (flaw == Flaw::notFinite)
        throw core::Error(what);
}

} // namespace tessera::app
