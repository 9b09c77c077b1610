// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporter.h"

#include "app/codes/code_formats.h"
#include "app/exports/export_pictures.h"
#include "app/fitted_picture.h"
#include "app/painted_pixels.h"
#include "app/session.h"

#include <QFile>
#include <QFileInfo>
#include <QtConcurrentRun>

#include <new>

namespace tessera::app {
namespace {

std::filesystem::path toPath(const QString& path)
{
    return QFile::encodeName(path).toStdString();
}

} // namespace

Exporter::Exporter(Session& session, QObject* parent)
    : QObject(parent), m_session(session), m_exact(session, ExactWait::For::decodeWithPixels)
{
    connect(&m_exact, &ExactWait::waitingChanged, this, &Exporter::workingChanged);
    connect(&m_exact, &ExactWait::failed, this, &Exporter::failed);
    connect(&m_exact, &ExactWait::gaveUp, this, [this] {
        emit failed(tr("Nothing was exported or copied, because the codes as they are now could not be decoded."));
    });
    connect(&m_exact, &ExactWait::interrupted, this, &Exporter::tellCancelled);
    connect(&m_writer, &QFutureWatcherBase::finished, this, [this] {
        if (m_writer.isCanceled())
            return;
        m_isWriting = false;
        const Written written = m_writer.result();
        emit workingChanged();
        if (!written.problem.isEmpty()) {
            emit failed(written.problem);
            return;
        }
        if (m_codesOf && m_codesOf->revision() == m_codesRevision)
            m_codesOf->undoStack().setClean(); // these edits are safe on the disk
        emit done(tr("Saved %1").arg(written.path));
    });
}

void Exporter::start(const ExportRequest& request)
{
    Document* document = m_session.document();
    if (!document || !document->hasCodes())
        return;
    remember(request);
    const bool needsDecode = request.subject == ExportSubject::reconstruction || request.subject == ExportSubject::difference;
    if (!needsDecode && document->painted().isWaiting()) { // they will be codes, too
        whenExact([this, request](Document&) { start(request); });
        return;
    }
    switch (request.subject) {
    case ExportSubject::reconstruction:
    case ExportSubject::difference:
        writeDecoded(request);
        return;
    case ExportSubject::indexMap: {
        const int side = request.cellsInPictureSize ? static_cast<int>(document->model()->factor()) : 1;
        m_codesOf = nullptr;
        write(request.path, [path = request.path, side, options = request.picture, codes = document->codes(),
                             colours = m_looks ? m_looks().codeColours : std::vector<QRgb>()] {
            writePicture(toPath(path), indexMapPicture(codes, colours, side), options);
        });
        return;
    }
    case ExportSubject::codes:
        writeCodes(*document, request.path);
        return;
    }
}

void Exporter::writeDecoded(const ExportRequest& request)
{
    whenExact([this, request](Document& document) {
        m_codesOf = nullptr;
        write(request.path, [request, looks = m_looks ? m_looks() : ExportLooks(), decoded = document.reconstruction(),
                             how = document.preparation(), seen = document.seen(), original = document.original()] {
            const bool difference = request.subject == ExportSubject::difference;
            writePicture(toPath(request.path),
                         !difference           ? asOriginal(*decoded, how, *original)
                             : request.isSigned ? signedDifferencePicture(*decoded, *seen, how, looks.difference)
                                                : differencePicture(*decoded, *seen, how, looks.errorRange),
                         request.picture);
        });
    });
}

void Exporter::writeCodes(Document& document, const QString& path)
{
    m_codesOf = &document;
    m_codesRevision = document.revision();
    write(path, [path, codes = document.codes(), origin = originOf(*document.model())] {
        writeCodeFile(toPath(path), codes, origin);
    });
}

void Exporter::exportPicture(const QString& path, const PictureWriteOptions& options)
{
    start({ExportSubject::reconstruction, path, options});
}

void Exporter::exportCodes(const QString& path) { start({ExportSubject::codes, path}); }

std::optional<ExportRequest> Exporter::last() const
{
    const auto found = m_last.find(m_session.document());
    return found == m_last.end() ? std::nullopt : std::optional(found->second);
}

void Exporter::remember(const ExportRequest& request)
{
    const Document* document = m_session.document();
    if (m_last.insert_or_assign(document, request).second)
        connect(document, &QObject::destroyed, this, [this, document] { m_last.erase(document); });
    emit lastChanged();
}

void Exporter::cancel()
{
    if (!m_exact.isWaiting())
        return;
    m_exact.cancel();
    tellCancelled();
}

void Exporter::tellCancelled()
{
    emit done(tr("Cancelled; nothing was exported or copied."));
}

void Exporter::write(const QString& path, std::function<void()> job)
{
    m_isWriting = true;
    m_writer.setFuture(QtConcurrent::run([path, job = std::move(job)]() -> Written {
        try {
            job();
            return {path, {}};
        } catch (const std::bad_alloc&) {
            return {path, tr("%1: there is not enough memory to write it").arg(path)};
        } catch (const std::exception& error) {
            return {path, QString::fromUtf8(error.what())};
        }
    }));
    emit workingChanged();
}

} // namespace tessera::app
