// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine thread is asked to do: values that own all that they need.
#pragma once

#include "app/engine/engine.h"

#include <algorithm>
#include <array>
#include <variant>
#include <vector>

namespace tessera::app {

struct OpenDeviceJob {
    QString choice;
    gpu::DeviceOptions options;
};

struct OpenModelJob {
    QString folder;
};

struct EncodeJob {
    quint64 document = 0;
    std::shared_ptr<const core::VqModel> model;
    std::shared_ptr<const core::Picture> picture;
    core::Fit fit = core::Fit::pad;
};

struct DecodeJob {
    quint64 document = 0;
    quint64 revision = 0;
    std::shared_ptr<const core::VqModel> model;
    core::IndexMap codes;
    bool approximate = false; ///< a preview is all that is wanted
};

struct PrepareJob {
    std::shared_ptr<const core::VqModel> model;
    std::int64_t rows = 0, cols = 0;
};

/// Encode, and decode without quantizing.
struct UnquantizedJob {
    quint64 request = 0;
    std::shared_ptr<const core::VqModel> model;
    std::shared_ptr<const core::Picture> picture;
    core::Fit fit = core::Fit::pad;
};

struct SwatchJob {
    std::shared_ptr<const core::VqModel> model;
    std::vector<std::int32_t> codes;
};

struct BlockJob {
    std::shared_ptr<const core::VqModel> model;
    core::CodeBlock block;
};

/// Encodes the picture first, for the latents whose nearest codes are tried.
struct PolishJob {
    std::shared_ptr<const core::VqModel> model;
    std::shared_ptr<const core::Picture> original;
    core::Fit fit = core::Fit::pad;
    core::IndexMap codes;
    core::PolishSettings settings;
};

/// A computation of a panel's own.
struct StudyJob {
    quint64 who = 0;
    std::shared_ptr<const core::VqModel> model;
    Engine::Study compute;
};

/// Of the device that is open.
struct SelfTestJob {};

struct EngineJob {
    quint64 ticket = 0; ///< later requests have greater ones
    std::variant<OpenDeviceJob, OpenModelJob, EncodeJob, DecodeJob, PrepareJob, UnquantizedJob, SwatchJob, BlockJob,
                 PolishJob, StudyJob, SelfTestJob>
        work;

    Engine::Job kind() const { return static_cast<Engine::Job>(work.index()); }
    /// Or who else asked for it; 0 for work of which the newest counts, whoever asked.
    quint64 document() const
    {
        if (const auto* encode = std::get_if<EncodeJob>(&work))
            return encode->document;
        if (const auto* decode = std::get_if<DecodeJob>(&work))
            return decode->document;
        if (const auto* study = std::get_if<StudyJob>(&work))
            return study->who;
        return 0;
    }
    /// Does it bring an exact picture?
    bool isExactDecode() const
    {
        const auto* decode = std::get_if<DecodeJob>(&work);
        return decode && !decode->approximate;
    }
    /// Is it done only when there is nothing else to do?
    bool isIdleWork() const { return kind() >= Engine::Job::prepare; }
    /// Of idle work what somebody waits for comes first, what nobody may ever look at last.
    int idleOrder() const
    {
        constexpr std::array order{Engine::Job::polish, Engine::Job::unquantized, Engine::Job::study,
                                   Engine::Job::prepare, Engine::Job::block, Engine::Job::swatches, Engine::Job::selfTest};
        return static_cast<int>(std::ranges::find(order, kind()) - order.begin());
    }
    /// Does idle work of this kind go on, or wait, when all is cancelled or another picture comes? Getting ready for
    /// something does not: there are other things to get ready for then.
    bool staysWanted() const { return isIdleWork() && kind() != Engine::Job::prepare; }
    /// Will there be other things to get ready for? (A picture's first decode comes right after its encode, and should
    /// not find preparations in between.)
    bool endsPreparations() const { return kind() == Engine::Job::prepare || kind() == Engine::Job::encode; }
    /// Would the newer of two such jobs make the older one pointless?
    bool sameTask(const EngineJob& other) const { return kind() == other.kind() && document() == other.document(); }
};

static_assert(static_cast<int>(Engine::Job::openDevice) == 0 && static_cast<int>(Engine::Job::openModel) == 1
                  && static_cast<int>(Engine::Job::encode) == 2 && static_cast<int>(Engine::Job::decode) == 3
                  && static_cast<int>(Engine::Job::prepare) == 4 && static_cast<int>(Engine::Job::unquantized) == 5
                  && static_cast<int>(Engine::Job::swatches) == 6 && static_cast<int>(Engine::Job::block) == 7
                  && static_cast<int>(Engine::Job::polish) == 8 && static_cast<int>(Engine::Job::study) == 9
                  && static_cast<int>(Engine::Job::selfTest) == 10,
              "EngineJob::work lists its alternatives in the order of Engine::Job");

} // namespace tessera::app
