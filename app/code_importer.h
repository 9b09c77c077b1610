// SPDX-License-Identifier: GPL-3.0-or-later
// Codes from a file into the open picture, as one step of undo. The file is read on a worker; the document changes only
// when everything about the file has been found right.
#pragma once

#include "core/index_map.h"

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

    /// A .npy of integers, (h, w) or (1, h, w), with the open picture's grid.
    void importCodes(const QString& path);

signals:
    void done(const QString& message);
    void failed(const QString& message);

private:
    struct ReadResult {
        QString path;
        core::IndexMap codes;
        QString problem;
    };
    static ReadResult read(const QString& path);
    void take(const ReadResult& result);

    Session& m_session;
    QPointer<Document> m_document; ///< that was open when the file was asked for
    QFutureWatcher<ReadResult> m_reader;
};

} // namespace tessera::app
