// SPDX-License-Identifier: GPL-3.0-or-later
// The recovery journals of this run, one for each open document, and the work that earlier runs left behind. Lives on the
// GUI thread. Journals are written on one worker of its own, in order; pictures, and whatever else has to wait for the
// disk, on others, so that no stroke waits behind them. None of them is waited for but at the very end.
#pragma once

#include "app/recovery/journal_files.h"
#include "app/recovery/picture_file.h"
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

/// One piece of work that an earlier run left behind.
struct RecoveryOffer {
    quint64 id = 0;
    QString title;  ///< "sea.jpg"
    QString facts;  ///< "14 edits, today 18:45"
    std::shared_ptr<const core::Project> project; ///< for a thumbnail
};

class Recovery : public QObject {
    Q_OBJECT
public:
    /// `root`: the folder of all runs. Journals begin at once.
    Recovery(Session& session, ProjectSaver& saver, std::filesystem::path root, QObject* parent = nullptr);
    /// A clean end: what was not saved was meant to go, and the journals of this run go with it.
    ~Recovery() override;

    /// Is a stroke or a picture still on its way to the disk?
    bool isWriting() const { return m_writer.activeThreadCount() > 0 || m_pictures.activeThreadCount() > 0; }
    /// For what earlier runs left behind; found() tells, if there is something. Half-written files of runs that were killed are
    /// removed from `folders`, where those saved. `pictures`: those that may be read where they lie.
    void look(const QStringList& folders = {}, const QStringList& pictures = {});
    /// The end that is coming is nobody's wish: what is not saved stays in the journals, for the next start.
    void keepForNextStart() { m_keeps = true; }
    QList<RecoveryOffer> offers() const; ///< the newest first
    void recover(quint64 id); ///< opens it in a tab of its own
    void discard(quint64 id); ///< for good

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
    void forget(const Document* document);
    void begin(Document* document);
    void append(Document* document, core::HistoryEvent event);
    void post(std::function<void()> job);
    void postSync(JournalFiles& files);
    void run(QThreadPool& pool, std::function<void()> job);
    bool makeFolder();

    Session& m_session;
    ProjectSaver& m_saver;
    std::filesystem::path m_root;
    std::filesystem::path m_own; ///< empty until it is needed
    std::optional<core::FolderLock> m_lock;
    bool m_keeps = false;
    bool m_isBroken = false; ///< it cannot be written, which has been said
    int m_last = 0;
    struct Files {
        std::shared_ptr<JournalFiles> journal;
        std::shared_ptr<PictureFile> picture; ///< null: codes alone
    };
    struct Left {
        quint64 id;
        RecoveredWork work;
        std::shared_ptr<core::FolderLock> lock;
    };
    std::optional<Left> take(quint64 id);

    QHash<const Document*, Files> m_files;
    std::vector<Left> m_left;
    quint64 m_lastOffer = 0;
    QFutureWatcher<std::shared_ptr<Found>> m_looker;
    QThreadPool m_writer; ///< of one thread
    QThreadPool m_pictures; ///< of one thread
    QThreadPool m_syncer; ///< of one thread
};

} // namespace tessera::app
