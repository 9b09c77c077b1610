// SPDX-License-Identifier: GPL-3.0-or-later
// The thread behind Engine: takes jobs from the mailbox, runs them on the device, and answers through queued calls.
// Exceptions of core and gpu end here and become failed() signals. A job whose device fails is done again on the next
// one; a result that looks wrong is shown only where the CPU comes to the same.
#pragma once

#include "app/devices/device_ladder.h"
#include "app/engine/engine_mailbox.h"
#include "app/engine/hand_over.h"
#include "app/engine/preview_maker.h"

#include <chrono>
#include <set>
#include <thread>
#include <utility>
#include <vector>

namespace tessera::app {

/// People are told ten times a second how far something is.
class ReportPace {
public:
    explicit ReportPace(DecodePace::Clock::time_point last = {}) : m_last(last) {}

    bool isDue()
    {
        constexpr std::chrono::milliseconds kEvery{100};
        const auto now = DecodePace::Clock::now();
        if (now - m_last < kEvery)
            return false;
        m_last = now;
        return true;
    }

private:
    DecodePace::Clock::time_point m_last;
};

class EngineThread {
public:
    /// `engine` outlives the thread; its signals are emitted on its own thread.
    EngineThread(Engine& engine, Engine::DeviceFactory devices);
    ~EngineThread();

    EngineMailbox& mailbox() { return m_mailbox; }

private:
    using Taken = EngineMailbox::Taken;

    void loop();
    void run(const Taken& taken);
    void performOnSome(const Taken& taken);
    void performOnCpuToo(const Taken& taken);
    void noteOddModel(const EngineJob& job);
    void install(OpenedDevice opened);
    void perform(const OpenDeviceJob& work, const Taken& taken);
    void perform(const OpenModelJob& work, const Taken& taken);
    void perform(const EncodeJob& work, const Taken& taken);
    void perform(const DecodeJob& work, const Taken& taken);
    void perform(const PrepareJob& work, const Taken& taken);
    void perform(const UnquantizedJob& work, const Taken& taken);
    void perform(const SwatchJob& work, const Taken& taken);
    void perform(const BlockJob& work, const Taken& taken);
    void perform(const PolishJob& work, const Taken& taken);
    void perform(const StudyJob& work, const Taken& taken);
    void perform(const SelfTestJob& work, const Taken& taken);
    void tellIdleFailure(const EngineJob& job, const QString& problem) const;

    void preview(const EngineJob& job);
    void check(const core::Tensor& result, const core::VqModel& model, bool mayBeBlank, const std::string& what);
    core::Device& deviceFor(const std::shared_ptr<const core::VqModel>& model);
    core::Progress progress(const Taken& taken, double from, double to) const;

    /// Runs `say(engine)` on the engine's own thread.
    template <class Say>
    void tell(Say&& say) const
    {
        handOver(&m_engine);
        QMetaObject::invokeMethod(
            &m_engine,
            [engine = &m_engine, say = std::forward<Say>(say)] {
                takeOver(engine);
                say(*engine);
            },
            Qt::QueuedConnection);
    }
    /// The same for results, which nobody wants any more after a cancel or a newer request; `otherwise` is run then.
    template <class Say, class Otherwise>
    void tellResult(const EngineJob& job, Say&& say, Otherwise&& otherwise) const;
    template <class Say>
    void tellResult(const EngineJob& job, Say&& say) const
    {
        tellResult(job, std::forward<Say>(say), [](Engine&) {});
    }

    Engine& m_engine;
    DeviceLadder m_ladder;
    EngineMailbox m_mailbox;
    std::unique_ptr<core::Device> m_device;
    std::vector<std::shared_ptr<const core::VqModel>> m_models; ///< those that the device keeps things for
    PreviewMaker m_previews;
    std::set<std::uint64_t> m_oddModels; ///< by their serials: the CPU too has drawn something flawed with them
    bool m_isArbitrating = false;        ///< the CPU does again what looks wrong
    bool m_isFlawed = false;             ///< is the newest result?
    std::thread m_thread; ///< last: starts when all else is there
};

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

} // namespace tessera::app
