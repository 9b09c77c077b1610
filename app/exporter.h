// SPDX-License-Identifier: GPL-3.0-or-later
// Out of a document: its reconstruction and what is shown of it as pictures, its codes as a file. A reconstruction
// leaves only when it is the decode of the codes as they are; until then the exporter waits. Files are written on a
// worker.
#pragma once

#include "app/exact_wait.h"
#include "app/exports/export_request.h"

#include <QFutureWatcher>
#include <QObject>
#include <QPointer>

#include <functional>
#include <map>
#include <optional>
#include <utility>

namespace tessera::app {

class Document;
class Session;

class Exporter : public QObject {
    Q_OBJECT
public:
    explicit Exporter(Session& session, QObject* parent = nullptr);

    /// Asked when something leaves in the colours that it is shown in.
    void setLooks(std::function<ExportLooks()> looks) { m_looks = std::move(looks); }

    /// Of the document in front.
    void start(const ExportRequest& request);
    /// What was asked for last of the document in front, to the same file.
    std::optional<ExportRequest> last() const;

    /// In the original's size (or its crop's), with the original's alpha.
    void exportPicture(const QString& path, const PictureWriteOptions& options);
    void exportCodes(const QString& path);

    /// Runs `take` with the document in front once its reconstruction is exact and painted pixels are codes; where that
    /// does not come, failed() says so. The newest counts.
    void whenExact(ExactWait::Take take) { m_exact.start(std::move(take)); }

    /// Does a reconstruction wait for its exact decode, or a file for its last byte?
    bool isWorking() const { return m_exact.isWaiting() || m_isWriting; }
    bool isWaiting() const { return m_exact.isWaiting(); }
    void cancel(); ///< what waits; a file that is being written is finished

signals:
    void workingChanged();
    void lastChanged();
    void done(const QString& message);
    void failed(const QString& message);

private:
    struct Written {
        QString path;
        QString problem;
    };

    void writeCodes(Document& document, const QString& path);
    void writeDecoded(const ExportRequest& request);
    void remember(const ExportRequest& request);
    void write(const QString& path, std::function<void()> job);
    void tellCancelled();

    Session& m_session;
    std::function<ExportLooks()> m_looks;
    std::map<const Document*, ExportRequest> m_last; ///< of documents that are open
    ExactWait m_exact;
    QFutureWatcher<Written> m_writer;
    bool m_isWriting = false; ///< until its end has been heard of
    QPointer<Document> m_codesOf;  ///< whose codes are being written,
    quint64 m_codesRevision = 0;   ///< and of which revision
};

} // namespace tessera::app
