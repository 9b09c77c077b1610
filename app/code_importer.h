// SPDX-License-Identifier: GPL-3.0-or-later
// Codes from a file into the open picture, as one step of undo. The file is read on a worker; the document changes only
// when everything about the file has been found right.
#pragma once

#include "core/files/code_array.h"

#include <QFutureWatcher>
#include <QObject>
#include <QPointer>

namespace tessera::app {

class Document;
class Session;

class CodeImporter : public QObject {
    Q_OBJECT
public:
    explicit CodeImporter(Session& session, QObject* parent = nullptr);

    /// Codes in any of the formats of codes/code_formats.h. Flat ones take the open picture's grid, others must have
    /// it.
    void importCodes(const QString& path);

signals:
    void done(const QString& message);
    void noticed(const QString& message); ///< done, but made for another model
    void failed(const QString& message);

private:
    struct ReadResult {
        QString path;
        core::CodeArray codes;
        QString problem;
    };
    static ReadResult read(const QString& path);
    void take(const ReadResult& result);
    /// One map with the document's grid and codes of its model. Throws core::Error.
    core::IndexMap fitted(const core::CodeArray& codes, const QString& name) const;

    Session& m_session;
    QPointer<Document> m_document; ///< that was open when the file was asked for
    QFutureWatcher<ReadResult> m_reader;
};

} // namespace tessera::app
