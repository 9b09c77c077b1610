// SPDX-License-Identifier: GPL-3.0-or-later
// Writes documents as projects, on a worker, one after the other. A document that has not changed meanwhile is clean
// when its file is on the disk.
#pragma once

#include "app/projects/project_snapshot.h"

#include <QFutureWatcher>
#include <QObject>
#include <QPointer>

#include <deque>
#include <functional>

namespace tessera::app {

class Session;

class ProjectSaver : public QObject {
    Q_OBJECT
public:
    explicit ProjectSaver(Session& session, QObject* parent = nullptr);
    ~ProjectSaver() override; ///< the file that is being written is finished

    using Stamps = std::function<std::vector<core::ProjectStamp>(const QString& model)>;
    void setStamps(Stamps stamps) { m_stamps = std::move(stamps); }
    /// Gives for each save what looks for a reason against it, on the thread that writes; where there is one, it has failed.
    using Check = std::function<QString()>;
    using Guard = std::function<Check(const Document* document, const QString& path)>;
    void setGuard(Guard guard) { m_guard = std::move(guard); }
    void setBundling(bool bundles) { m_bundles = bundles; } ///< models inside the projects that are written from now on
    bool isBundling() const { return m_bundles; }

    /// `then` follows with whether it was written. Nothing happens to documents of the list that are gone by then.
    void save(Document* document, const QString& path, std::function<void(bool)> then = {});
    bool isWorking() const { return !m_jobs.empty(); }
    ProjectSnapshot snapshot(const Document& document) const;

signals:
    void workingChanged();
    void attempted(tessera::app::Document* document); ///< to its own file, which may be a new one now, written or not
    void saved(tessera::app::Document* document, const QString& path);
    void failed(tessera::app::Document* document, const QString& message); ///< null: it was closed meanwhile

private:
    struct Job {
        QPointer<Document> document;
        QString path;
        std::function<void(bool)> then;
        std::shared_ptr<const core::VqModel> model{}; ///< that it was written with
        quint64 revision = 0;
        int index = 0;
    };
    struct Written {
        std::string hash;
        QString problem;
    };
    static Written write(const QString& path, ProjectSnapshot snapshot, Check check);
    void next();
    void take(const Written& written);

    Session& m_session;
    Stamps m_stamps;
    Guard m_guard;
    bool m_bundles = false;
    std::deque<Job> m_jobs; ///< the first is being written
    bool m_isBusy = false;
    QFutureWatcher<Written> m_worker;
};

} // namespace tessera::app
