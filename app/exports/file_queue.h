// SPDX-License-Identifier: GPL-3.0-or-later
// Files that leave the program: written on a worker, one after the other, in the order in which they were asked for.
// Lives on the GUI thread.
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QString>

#include <deque>
#include <functional>

namespace tessera::app {

class FileQueue : public QObject {
    Q_OBJECT
public:
    explicit FileQueue(QObject* parent = nullptr);
    ~FileQueue() override; ///< the file that is being written is finished; those behind it are not begun

    /// `write` runs on the worker and returns what a person should know beside the file's name, or nothing; it may throw.
    /// `then` follows on the GUI thread when the file is there.
    void add(const QString& path, std::function<QString()> write, std::function<void()> then = {});
    bool isEmpty() const { return m_files.empty(); }

signals:
    void changed();
    void done(const QString& message);
    void failed(const QString& message);

private:
    struct File {
        QString path;
        std::function<QString()> write;
        std::function<void()> then;
    };
    struct Written {
        QString note;
        QString problem;
    };
    static Written perform(const QString& path, const std::function<QString()>& write);
    void next();
    void take(const Written& written);

    std::deque<File> m_files; ///< the first is being written
    bool m_isBusy = false;
    QFutureWatcher<Written> m_worker;
};

} // namespace tessera::app
