// SPDX-License-Identifier: GPL-3.0-or-later
// Reads files of pictures and projects on a worker, one after the other, in the order in which they were asked for; of a
// project also its model. Lives on the GUI thread.
#pragma once

#include "app/projects/project_opening.h"
#include "core/picture.h"

#include <QFutureWatcher>
#include <QObject>
#include <QStringList>

#include <deque>
#include <functional>
#include <memory>
#include <vector>

namespace tessera::app {

struct PictureRead {
    QString path; ///< absolute; empty for pictures without a file
    QString title;
    QStringList notes; ///< "turned upright (EXIF 6)"
    QStringList warnings; ///< those of them that whoever opens it is told
    std::shared_ptr<const core::Picture> picture; ///< null for codes alone, and where reading failed
    std::shared_ptr<const std::vector<std::byte>> source; ///< the picture's file; null for pictures without one
    std::shared_ptr<const OpenedProject> project; ///< null for plain pictures
    QString projectPath;       ///< absolute; empty for plain pictures and work that is saved nowhere
    bool isSaved = true;       ///< false for recovered work
    QString problem;           ///< why reading failed; empty where it did not
    bool toFront = true; ///< is it to be shown when it is there?
    std::function<void()> then; ///< when it is open
};

class PictureReader : public QObject {
    Q_OBJECT
public:
    explicit PictureReader(QObject* parent = nullptr);
    ~PictureReader() override;

    /// `models`: those that are open, so that none is opened twice.
    void read(const QString& path, bool toFront, std::vector<core::OpenedModel> models);
    /// What was recovered, as if it were read from `path`, which may be empty.
    void take(std::shared_ptr<const core::Project> project, const QString& path, std::vector<core::OpenedModel> models,
              std::function<void()> then);
    void cancel(); ///< a read cannot be stopped, but its result is ignored
    bool isReading() const { return !m_waiting.empty(); }
    QString title() const; ///< of what is being read: "sea.jpg"

signals:
    void done(const tessera::app::PictureRead& read);

private:
    struct Wish {
        QString path;
        bool toFront;
        std::vector<core::OpenedModel> models;
        std::shared_ptr<const core::Project> project; ///< recovered; null: the file is to be read
        std::function<void()> then;
    };
    static PictureRead perform(const Wish& wish);
    void next();

    std::deque<Wish> m_waiting; ///< the first is being read
    bool m_isBusy = false;
    QFutureWatcher<PictureRead> m_worker;
};

} // namespace tessera::app
