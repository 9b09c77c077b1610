// SPDX-License-Identifier: GPL-3.0-or-later
// The ways out: a document into a file, one that is closed, or all of them with the window. Asks before edits are lost.
#pragma once

#include <QList>
#include <QObject>
#include <QPointer>

#include <functional>

class QWidget;

namespace tessera::app {

class Document;
class ProjectSaver;
class Session;

class Closer : public QObject {
    Q_OBJECT
public:
    Closer(QWidget& window, Session& session, ProjectSaver& saver);

    /// As a project, where it was saved last, or else asks where. `then` follows when it is written, or never.
    void save(Document* document, std::function<void()> then = {});
    void saveAs(Document* document, std::function<void()> then = {}); ///< asks where
    void close(Document* document); ///< nothing for null
    /// Are there edits to lose anywhere, or files that are being written? Then asks once for all of them, or waits, and
    /// `then` follows when that is agreed.
    bool asksBeforeLeaving(std::function<void()> then);

private:
    void saveAll(QList<QPointer<Document>> documents, std::function<void()> then);

    QWidget& m_window;
    Session& m_session;
    ProjectSaver& m_saver;
};

} // namespace tessera::app
