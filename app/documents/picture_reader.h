// SPDX-License-Identifier: GPL-3.0-or-later
// Reads picture files on a worker, one after the other, in the order in which they were asked for. Lives on the GUI
// thread.
#pragma once

#include "core/picture.h"

#include <QFutureWatcher>
#include <QObject>
#include <QStringList>

#include <deque>
#include <memory>

namespace tessera::app {

struct PictureRead {
    QString path; ///< absolute; empty for pictures without a file
    QString title;
    QStringList notes; ///< "turned upright (EXIF 6)"
    std::shared_ptr<const core::Picture> picture; ///< null where reading failed
    QString problem;
    bool toFront = true; ///< is it to be shown when it is there?
};

class PictureReader : public QObject {
    Q_OBJECT
public:
    explicit PictureReader(QObject* parent = nullptr);
    ~PictureReader() override;

    void read(const QString& path, bool toFront);
    void cancel(); ///< a read cannot be stopped, but its result is ignored
    bool isReading() const { return !m_waiting.empty(); }
    QString title() const; ///< of what is being read: "sea.jpg"

signals:
    void done(const tessera::app::PictureRead& read);

private:
    struct Wish {
        QString path;
        bool toFront;
    };
    void next();

    std::deque<Wish> m_waiting; ///< the first is being read
    bool m_isBusy = false;
    QFutureWatcher<PictureRead> m_worker;
};

} // namespace tessera::app
