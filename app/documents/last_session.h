// SPDX-License-Identifier: GPL-3.0-or-later
// Which files were open, which of them was in front and where each was looked at: remembered apart from projects, which
// other people may open. Offered at the next start. Lives on the GUI thread, writes on a worker.
#pragma once

#include "app/documents/view.h"

#include <QFuture>
#include <QHash>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <filesystem>

namespace tessera::app {

class Session;

class LastSession : public QObject {
    Q_OBJECT
public:
    /// `file`: where it is kept. What the last run left there is read at once; a damaged file counts as none.
    LastSession(Session& session, std::filesystem::path file, QObject* parent = nullptr);
    ~LastSession() override; ///< remembers what is open now

    /// Of the last run; files that are gone by now are left out.
    QStringList files() const;
    void reopen();

private:
    void read();
    QByteArray written() const;
    void remember();
    void placeMemories();

    Session& m_session;
    std::filesystem::path m_file;
    QStringList m_files;
    int m_current = 0; ///< of m_files
    QHash<QString, View> m_views;     ///< of files that are about to be opened again
    QHash<QString, QString> m_models; ///< folders, by file
    bool m_isReopening = false; ///< what somebody opens is opened with the model in use
    bool m_hadDocuments = false;
    QTimer m_soon;
    QFuture<void> m_writer;
};

} // namespace tessera::app
