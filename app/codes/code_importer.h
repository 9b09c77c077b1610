// SPDX-License-Identifier: GPL-3.0-or-later
// Codes from a file into the open picture, as one step of undo; or, where they do not fit it or none is open, into a
// document of their own, whose rows and columns a person chooses where the file does not say them. The file is read on a
// worker; a document changes only when everything about the file has been found right.
#pragma once

#include "core/files/code_array.h"

#include <QFutureWatcher>
#include <QObject>
#include <QPointer>
#include <QString>

#include <optional>
#include <vector>

namespace tessera::app {

class Document;
class Session;

/// Whether codes are to be opened on their own, and in which grid.
struct GridQuestion {
    QString title; ///< "codes.npy"
    QString why;   ///< a sentence: what the file holds, and what it does not fit
    std::vector<core::GridSize> grids; ///< to choose from; one where the file says it
    core::GridSize proposed;
    int factor = 1; ///< pixels a cell
};

class CodeImporter : public QObject {
    Q_OBJECT
public:
    explicit CodeImporter(Session& session, QObject* parent = nullptr);

    /// Codes in any of the formats of codes/code_formats.h. Waits for a model that is being opened.
    void importCodes(const QString& path);
    /// The answer to wanted(): codes that were read last, as a document of their own.
    void openAlone(core::GridSize grid);

signals:
    void wanted(const tessera::app::GridQuestion& question);
    void done(const QString& message);
    void noticed(const QString& message); ///< done, but made for another model
    void failed(const QString& message);

private:
    struct ReadResult {
        QString path;
        core::CodeArray codes;
        QString problem;

        QString name() const;
    };
    static ReadResult read(const QString& path);
    void take(const ReadResult& result);
    void takeWaiting();
    /// Into the open picture, which they fit.
    void put(const ReadResult& result);
    void offerAlone(const ReadResult& result);
    void tellOrigin(const core::CodeArray& codes, const QString& name, const Document& document);

    Session& m_session;
    QPointer<Document> m_document; ///< that was in front when the file was asked for
    bool m_hadDocument = false;    ///< was there one?
    std::optional<ReadResult> m_waiting; ///< for a model
    ReadResult m_alone; ///< what wanted() was about
    QFutureWatcher<ReadResult> m_reader;
};

} // namespace tessera::app
