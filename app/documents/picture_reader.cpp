// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/documents/picture_reader.h"

#include "app/picture_files.h"

#include <QFile>
#include <QFileInfo>
#include <QtConcurrentRun>

#include <new>
#include <utility>

namespace tessera::app {
namespace {

PictureRead readFile(const QString& path)
{
    PictureRead result;
    result.path = QFileInfo(path).absoluteFilePath();
    result.title = QFileInfo(path).fileName();
    try {
        ReadPicture read = readPicture(QFile::encodeName(path).toStdString());
        for (const std::string& note : read.notes)
            result.notes.append(QString::fromStdString(note));
        result.picture = std::make_shared<const core::Picture>(std::move(read.picture));
    } catch (const std::bad_alloc&) {
        result.problem = PictureReader::tr("%1: there is not enough memory for this picture").arg(result.title);
    } catch (const std::exception& error) {
        result.problem = QString::fromUtf8(error.what());
    }
    return result;
}

} // namespace

PictureReader::PictureReader(QObject* parent) : QObject(parent)
{
    connect(&m_worker, &QFutureWatcherBase::finished, this, [this] {
        if (m_worker.isCanceled() || m_waiting.empty())
            return;
        PictureRead read = m_worker.result();
        read.toFront = m_waiting.front().toFront;
        m_worker.setFuture({}); // a picture is large, and nobody needs this copy
        m_waiting.pop_front();
        m_isBusy = false;
        emit done(read);
        next();
    });
}

PictureReader::~PictureReader()
{
    m_worker.disconnect(this); // results that are still on their way must find nobody
}

void PictureReader::read(const QString& path, bool toFront)
{
    m_waiting.push_back({path, toFront});
    next();
}

void PictureReader::cancel()
{
    m_waiting.clear();
    m_isBusy = false;
    m_worker.setFuture({});
}

QString PictureReader::title() const
{
    return m_waiting.empty() ? QString() : QFileInfo(m_waiting.front().path).fileName();
}

void PictureReader::next()
{
    if (m_waiting.empty() || m_isBusy)
        return;
    m_isBusy = true;
    m_worker.setFuture(QtConcurrent::run(readFile, m_waiting.front().path));
}

} // namespace tessera::app
