// SPDX-License-Identifier: GPL-3.0-or-later
// The engine thread: the only one that opens models and touches the compute device. The GUI asks and is answered by
// signals on its own thread; it never waits. Of each kind of job the newest pending one replaces the older, a running
// one is asked to stop between submissions; but while somebody keeps painting at least one exact decode a second is
// allowed to finish. Before and between exact decodes come approximate previews of what has changed.
#pragma once

#include "app/devices/device_test.h"
#include "app/documents/shown_picture.h"
#include "core/analysis/polish.h"
#include "core/edit/code_block.h"
#include "core/index_map.h"
#include "core/model/device.h"
#include "core/model/model_folder.h"
#include "core/model/preprocess.h"
#include "core/picture.h"
#include "gpu/gpu.h"

#include <QHash>
#include <QObject>
#include <QString>

#include <any>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace tessera::app {

class EngineThread;
struct EngineJob;

class Engine : public QObject {
    Q_OBJECT
public:
    /// `deviceChoice` as --device: "", an index, (part of) a name, or "cpu". Starts the thread; the device is opened
    /// there, and deviceOpened() or failed() tells.
    explicit Engine(QString deviceChoice, QObject* parent = nullptr);
    /// Opens a device by choice; throws core::Error. Called on the engine thread.
    using DeviceFactory
        = std::function<std::unique_ptr<core::Device>(const QString& choice, const gpu::DeviceOptions& options)>;
    /// As above with devices of another make. "cpu" is asked of it too.
    Engine(QString deviceChoice, DeviceFactory devices, const gpu::DeviceOptions& options = {},
           QObject* parent = nullptr);
    /// Asks the running job to stop and waits for the thread (at most one submission).
    ~Engine() override;

    /// What kind of work a signal is about; of idle work (prepare and what follows it) there are none but its results.
    enum class Job {
        openDevice, openModel, encode, decode, prepare, unquantized, swatches, block, polish, study, selfTest
    };
    Q_ENUM(Job)

    /// Switches devices; later jobs run on the new one.
    void openDevice(const QString& choice, const gpu::DeviceOptions& options = {});
    /// The options that were asked for last.
    const gpu::DeviceOptions& deviceOptions() const { return m_deviceOptions; }
    void openModel(const QString& folder);
    /// Prepares and encodes a picture for document `document`.
    void encode(quint64 document, std::shared_ptr<const core::VqModel> model,
                std::shared_ptr<const core::Picture> picture, core::Fit fit);
    /// Decodes the codes of revision `revision`; previewed() may come first. The number of the request.
    quint64 decode(quint64 document, quint64 revision, std::shared_ptr<const core::VqModel> model, core::IndexMap codes);
    /// The same without the exact picture: previewed() comes where there is a decode to start from, then decodeDropped().
    void preview(quint64 document, quint64 revision, std::shared_ptr<const core::VqModel> model, core::IndexMap codes);
    /// Gets ready for decodes of maps of this size when there is nothing else to do: gives way to all other work, goes
    /// on after it, and is not heard of. The newest counts.
    void prepare(std::shared_ptr<const core::VqModel> model, std::int64_t rows, std::int64_t cols);
    /// Encodes a picture and decodes its latents without quantizing, when there is nothing else to do; unquantized()
    /// tells. The newest request counts; cancel() leaves it alone.
    void decodeUnquantized(quint64 request, std::shared_ptr<const core::VqModel> model,
                           std::shared_ptr<const core::Picture> picture, core::Fit fit);
    /// Decodes a small map of each of these codes, when there is nothing else at all to do; swatchesDecoded() tells. A
    /// newer request replaces one that waits, and cancel() leaves it alone.
    void decodeSwatches(std::shared_ptr<const core::VqModel> model, std::vector<std::int32_t> codes);
    /// Decodes a block of codes by itself (core::decodeBlock) when there is nothing else to do; blockDecoded() tells, by
    /// the number that is returned. A newer request replaces one that waits, and cancel() leaves it alone.
    quint64 decodeBlock(std::shared_ptr<const core::VqModel> model, core::CodeBlock block);
    /// Looks for better codes (core::polish) when there is nothing else to do; polishing() tells how far it is and
    /// polished() how it ended, by the number that is returned. All other work but idle work ends it where it is.
    quint64 polish(std::shared_ptr<const core::VqModel> model, std::shared_ptr<const core::Picture> original,
                   core::Fit fit, core::IndexMap codes, const core::PolishSettings& settings);
    /// Ends polish() where it is; polished() tells.
    void stopPolish();
    /// Called on the engine thread; throws what the device throws.
    using Study = std::function<std::any(core::Device& device, const core::Progress& progress)>;
    /// Decodes again and again to find something out, when there is nothing else to do, and from the beginning where other
    /// work came between; studying() tells how far it is and studied() how it ended, by the number that is returned. A
    /// newer study by `who`, a number that no document has, replaces the older one; cancel(who) ends it.
    quint64 study(quint64 who, std::shared_ptr<const core::VqModel> model, Study study);
    /// Compares the open device with what was recorded of the reference, when there is nothing else to do; deviceTested()
    /// tells. cancel() leaves it alone.
    void testDevice();
    /// Stops what runs and drops what waits.
    void cancel();
    /// The same of one document alone: it is closed.
    void cancel(quint64 document);

signals:
    /// `exact`: it decodes as exactly as it can, because it was asked to or because it is the CPU.
    void deviceOpened(const QString& name, bool exact);
    /// Something that a person should know once, though nothing failed: "No Vulkan device was found ...".
    void notice(const QString& message);
    /// `opened` holds the model, its files and what is odd about it.
    void modelOpened(const tessera::core::OpenedModel& opened);
    /// `prepared` comes without its tensor.
    void encoded(quint64 document, const std::shared_ptr<const tessera::core::VqModel>& model,
                 const tessera::core::Prepared& prepared, const tessera::core::IndexMap& codes);
    void decoded(quint64 document, quint64 revision, const std::shared_ptr<const tessera::core::Picture>& picture,
                 double milliseconds);
    /// Where the time and memory of that decode went; empty where the device does not measure.
    void profiled(quint64 document, const tessera::core::Profile& profile);
    /// Ahead of decoded(): the decode of revision `base`, which decoded() has brought, with `part` laid over it looks
    /// about like the decode of revision `revision`. `part` is null where the codes are the base's again.
    void previewed(quint64 document, quint64 revision, quint64 base,
                   const std::shared_ptr<const tessera::app::PicturePart>& part);
    /// That decode() (or preview()) of this number will bring no picture: it failed, was cancelled, or gave way to a newer
    /// one.
    void decodeDropped(quint64 document, quint64 request);
    /// That encode() will bring no codes: it failed, was cancelled, or gave way to a newer one.
    void encodeDropped(quint64 document);
    /// Twice: the latents alone, and then with the picture in model size, not clamped. Without both where it failed:
    /// then `problem` says why.
    void unquantized(quint64 request, const std::shared_ptr<const tessera::core::VqModel>& model,
                     const std::shared_ptr<const tessera::core::Tensor>& latents,
                     const std::shared_ptr<const tessera::core::Picture>& picture, const QString& problem);
    /// One picture of f x f pixels for each code; none at all where it failed.
    void swatchesDecoded(const std::shared_ptr<const tessera::core::VqModel>& model,
                         const std::vector<std::int32_t>& codes, const std::vector<tessera::core::Picture>& pictures);
    /// f pixels a cell; null where it failed.
    void blockDecoded(quint64 request, const std::shared_ptr<const tessera::core::Picture>& picture);
    void polishing(quint64 request, const tessera::core::PolishState& state); ///< at most ten times a second
    /// `result` is null where it ended before the first decode; `problem` says why where it failed.
    void polished(quint64 request, const std::shared_ptr<const tessera::core::PolishResult>& result,
                  const QString& problem);
    void studying(quint64 request, double fraction); ///< at most ten times a second
    /// What the study has returned; nothing where it failed, and `problem` says why. One that was ended is not heard of.
    void studied(quint64 request, const std::any& result, const QString& problem);
    void deviceTested(const tessera::app::DeviceTest& test);
    /// The running job and how far it is (0..1); sent at most ten times a second.
    void progressed(tessera::app::Engine::Job job, double fraction);
    void started(tessera::app::Engine::Job job);
    void finished(tessera::app::Engine::Job job); ///< after success, failure and cancel alike
    /// `document`: whose picture or codes it was about; 0 for none's.
    void failed(tessera::app::Engine::Job job, const QString& message, quint64 document);

private:
    friend class EngineThread;
    quint64 post(EngineJob job);
    void tellDropped(const EngineJob& job);
    bool isWanted(Job kind, quint64 document, quint64 ticket) const;

    gpu::DeviceOptions m_deviceOptions;
    quint64 m_lastTicket = 0;      ///< jobs are numbered in the order in which they are asked for
    quint64 m_cancelledUpTo = 0;   ///< results of these and older jobs are dropped
    quint64 m_newestModel = 0;     ///< of openModel() only the newest counts
    QHash<quint64, quint64> m_newestEncode; ///< likewise of encode(), by document
    std::unique_ptr<EngineThread> m_thread;
};

} // namespace tessera::app
