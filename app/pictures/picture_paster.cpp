// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/picture_paster.h"

#include "app/documents/document.h"
#include "app/files/memory_notice.h"
#include "app/pictures/overlay_encoder.h"
#include "app/pictures/picture_files.h"

#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QMimeData>
#include <QUrl>
#include <QtConcurrentRun>

#include <new>
#include <utility>

namespace tessera::app {

PicturePaster::PicturePaster(QObject* parent) : QObject(parent)
{
    connect(&m_worker, &QFutureWatcherBase::finished, this, [this] {
        if (!m_worker.isCanceled())
            finish();
    });
}

void PicturePaster::paste(Document& into)
{
    const QMimeData* data = QGuiApplication::clipboard()->mimeData();
    const QList<QUrl> urls = data ? data->urls() : QList<QUrl>();
    if (data && data->hasImage())
        start(into, [picture = qvariant_cast<QImage>(data->imageData())] {
            if (!picture.isNull())
                checkPictureSize(picture.width(), picture.height());
            return picture;
        });
    else if (!urls.isEmpty() && urls.first().isLocalFile())
        read(urls.first().toLocalFile(), into);
    else
        emit failed(tr("There is no picture in the clipboard."));
}

void PicturePaster::read(const QString& path, Document& into)
{
    start(into, [path] { return toImage(readPicture(QFile::encodeName(path).toStdString()).picture); });
}

void PicturePaster::start(Document& into, std::function<QImage()> picture)
{
    if (!into.hasCodes())
        return;
    m_into = &into;
    m_model = into.model();
    const auto factor = static_cast<int>(m_model->factor());
    const QSize room(into.grid().cols * factor, into.grid().rows * factor);
    m_worker.setFuture(QtConcurrent::run([picture = std::move(picture), factor, room]() -> Read {
        try {
            Read read{picture(), {}, {}};
            if (read.picture.isNull())
                return {{}, {}, tr("The picture could not be read.")};
            if (read.picture.width() > room.width() || read.picture.height() > room.height())
                read.picture = read.picture.scaled(room, Qt::KeepAspectRatio, Qt::SmoothTransformation);
            read.cells = touchedCells(read.picture, factor);
            return read;
        } catch (const std::bad_alloc&) {
            return {{}, {}, notEnoughMemory(tr("to paste this picture"))};
        } catch (const std::exception& error) {
            return {{}, {}, QString::fromUtf8(error.what())};
        }
    }));
}

void PicturePaster::finish()
{
    const Read read = m_worker.result();
    Document* into = m_into;
    if (!read.problem.isEmpty())
        emit failed(read.problem);
    else if (into && into->model() == m_model)
        emit ready(*into, read.picture, read.cells);
}

} // namespace tessera::app
