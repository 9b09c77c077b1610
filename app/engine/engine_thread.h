// SPDX-License-Identifier: GPL-3.0-or-later
// The thread behind Engine: takes jobs from the mailbox, runs them on the device, and answers through queued calls.
// Exceptions of core and gpu end here and become failed() signals.
#pragma once

#include "app/engine/engine_mailbox.h"
#include "app/engine/preview_maker.h"

#include <thread>
#include <vector>

namespace tessera::app {

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
    void perform(const OpenDeviceJob& work, const Taken& taken);
    void perform(const OpenModelJob& work, const Taken& taken);
    void perform(const EncodeJob& work, const Taken& taken);
    void perform(const DecodeJob& work, const Taken& taken);
    void perform(const PrepareJob& work, const Taken& taken);
    void perform(const UnquantizedJob& work, const Taken& taken);
    void perform(const SwatchJob& work, const Taken& taken);
    void perform(const BlockJob& work, const Taken& taken);
    void perform(const PolishJob& work, const Taken& taken);
    void tellIdleFailure(const EngineJob& job, const QString& problem) const;

    void preview(const EngineJob& job);
    std::unique_ptr<core::Device> deviceInsteadOf(const OpenDeviceJob& work, const QString& problem);
    core::Device& deviceFor(const std::shared_ptr<const core::VqModel>& model);
    core::Progress progress(const Taken& taken, double from, double to) const;

    /// Runs `say(engine)` on the engine's own thread.
    template <class Say>
    void tell(Say&& say) const;
    /// The same for results, which nobody wants any more after a cancel or a newer request; `otherwise` is run then.
    template <class Say, class Otherwise>
    void tellResult(const EngineJob& job, Say&& say, Otherwise&& otherwise) const;
    template <class Say>
    void tellResult(const EngineJob& job, Say&& say) const
    {
        tellResult(job, std::forward<Say>(say), [](Engine&) {});
    }

    Engine& m_engine;
    Engine::DeviceFactory m_devices;
    EngineMailbox m_mailbox;
    std::unique_ptr<core::Device> m_device;
    std::vector<std::shared_ptr<const core::VqModel>> m_models; ///< those that the device keeps things for
    PreviewMaker m_previews;
    std::thread m_thread; ///< last: starts when all else is there
};

} // namespace tessera::app
