// SPDX-License-Identifier: GPL-3.0-or-later
// Out of a document: its reconstruction and what is shown of it as pictures, its codes as a file. A reconstruction
// leaves only when it is the decode of the codes as they are; until then it waits, whichever document is in front. Files
// are written on a worker.
#pragma once

#include "app/engine/exact_queue.h"
#include "app/exports/export_request.h"
#include "app/exports/file_queue.h"

#include <QObject>

#include <functional>
#include <map>
#include <optional>
#include <utility>

namespace tessera::app {

class Exporter : public QObject {
    Q_OBJECT
public:
    explicit Exporter(Session& session, QObject* parent = nullptr);

    /// Asked when something is to leave in the colours that it is shown in.
    void setLooks(std::function<ExportLooks()> looks) { m_looks = std::move(looks); }

    /// Of the document in front.
    void start(const ExportRequest& request);
    /// What was asked for last of the document in front, to the same file.
    std::optional<ExportRequest> last() const;

    /// In the original's size (or its crop's), with the original's alpha.
    void exportPicture(const QString& path, const PictureWriteOptions& options);
    void exportCodes(const QString& path);

    using Take = ExactQueue::Take;
    /// Runs `take` with the document in front once its reconstruction is exact and painted pixels are codes; where that
    /// does not come, failed() says so. What waited before goes on waiting.
    void whenExact(Take take);

    /// Does a reconstruction wait for its exact decode, or a file for its last byte?
    bool isWorking() const { return isWaiting() || !m_files.isEmpty(); }
    bool isWaiting() const { return !m_exact.isEmpty(); }
    void cancel(); ///< all that waits; files that are to be written are

signals:
    void workingChanged();
    void lastChanged();
    void done(const QString& message);
    void failed(const QString& message);

private:
    void perform(Document& document, const ExportRequest& request, const ExportLooks& looks);
    void writeDecoded(Document& document, const ExportRequest& request, const ExportLooks& looks);
    void writeIndexMap(const Document& document, const ExportRequest& request, const ExportLooks& looks);
    void writeCodes(Document& document, const QString& path);
    void remember(const ExportRequest& request);

    Session& m_session;
    std::function<ExportLooks()> m_looks;
    std::map<const Document*, ExportRequest> m_last; ///< of documents that are open
    ExactQueue m_exact;
    FileQueue m_files;
};

} // namespace tessera::app
