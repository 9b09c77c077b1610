// SPDX-License-Identifier: GPL-3.0-or-later
// The recovery journals of this run, one for each open document, and the work that earlier runs left behind. Lives on the
// GUI thread; files are written on one worker of its own, in order, and never waited for but at the very end.
#pragma once

#include "app/recovery/journal_files.h"
#include "app/recovery/recovered.h"

#include <QFutureWatcher>
#include <QHash>
#include <QObject>
#include <QThreadPool>

#include <functional>
#include <optional>

namespace tessera::app {

class Document;
class ProjectSaver;
class Session;

class Recovery : public QObject {
    Q_OBJECT
public:
    /// `root`: the folder of all runs. Journals begin at once.
    Recovery(Session& session, ProjectSaver& saver, std::filesystem::path root, QObject* parent = nullptr);
    /// A clean end: what was not saved was meant to go, and the journals of this run go with it.
    ~Recovery() override;

    bool isWriting() const { return m_writer.activeThreadCount() > 0; } ///< is a stroke still on its way to the disk?
    void look(); ///< for what earlier runs left behind; found() tells, if there is something
    QStringList offers() const; ///< "sea.jpg, 14 edits, today 18:45"
    void recoverAll(); ///< opens them in tabs of their own
    void discardAll();

signals:
    void found();
    void offersChanged();
    void failed(const QString& message);

private:
    struct Found {
        std::vector<LeftFolder> folders;
        std::vector<std::string> problems;
    };

    void watchDocuments();
    void watch(Document* document);
    void begin(Document* document);
    void append(Document* document, core::HistoryEvent event);
    void post(std::function<void()> job);
    bool makeFolder();

    Session& m_session;
    ProjectSaver& m_saver;
    std::filesystem::path m_root;
    std::filesystem::path m_own; ///< empty until it is needed
    std::optional<core::FolderLock> m_lock;
    bool m_isBroken = false; ///< it cannot be written, which has been said
    int m_last = 0;
    QHash<const Document*, std::shared_ptr<JournalFiles>> m_journals;
    std::vector<LeftFolder> m_left;
    QFutureWatcher<std::shared_ptr<Found>> m_looker;
    QThreadPool m_writer; ///< of one thread
};

} // namespace tessera::app
