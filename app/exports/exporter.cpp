// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exports/exporter.h"

#include "app/codes/code_formats.h"
#include "app/exports/export_pictures.h"
#include "app/pictures/fitted_picture.h"
#include "app/pictures/painted_pixels.h"
#include "app/session.h"

#include <QFile>
#include <QLocale>
#include <QPointer>

#include <utility>

namespace tessera::app {
namespace {

std::filesystem::path toPath(const QString& path)
{
    return QFile::encodeName(path).toStdString();
}

} // namespace

Exporter::Exporter(Session& session, QObject* parent) : QObject(parent), m_session(session), m_exact(session)
{
    connect(&m_exact, &ExactQueue::changed, this, &Exporter::workingChanged);
    connect(&m_exact, &ExactQueue::failed, this, &Exporter::failed);
    connect(&m_exact, &ExactQueue::lost, this, [this](const QString& title) {
        emit failed(tr("%1: nothing was exported or copied, because the codes as they are now could not be decoded.")
                        .arg(title));
    });
    connect(&m_files, &FileQueue::changed, this, &Exporter::workingChanged);
    connect(&m_files, &FileQueue::done, this, &Exporter::done);
    connect(&m_files, &FileQueue::failed, this, &Exporter::failed);
}

void Exporter::start(const ExportRequest& request)
{
    Document* document = m_session.document();
    if (!document || !document->hasCodes())
        return;
    remember(request);
    perform(*document, request, m_looks ? m_looks() : ExportLooks());
}

/// In the colours of the moment when it was asked for.
void Exporter::perform(Document& document, const ExportRequest& request, const ExportLooks& looks)
{
    const bool needsDecode
        = request.subject == ExportSubject::reconstruction || request.subject == ExportSubject::difference;
    if (!needsDecode && document.hasMoreComing()) { // they will be codes, too
        m_exact.add(document, ExactQueue::Of::allOfIt,
                    [this, request, looks](Document& exact) { perform(exact, request, looks); });
        return;
    }
    switch (request.subject) {
    case ExportSubject::difference:
        if (!document.hasPicture())
            return; // there is nothing that the codes could differ from
        [[fallthrough]];
    case ExportSubject::reconstruction:
        writeDecoded(document, request, looks);
        return;
    case ExportSubject::indexMap:
        writeIndexMap(document, request, looks);
        return;
    case ExportSubject::codes:
        writeCodes(document, request.path);
        return;
    }
}

void Exporter::writeDecoded(Document& document, const ExportRequest& request, const ExportLooks& looks)
{
    m_exact.add(document, ExactQueue::Of::allOfIt, [this, request, looks](Document& exact) {
        m_files.add(request.path, [request, looks, decoded = exact.reconstruction(), how = exact.preparation(),
                                   seen = exact.seen(), original = exact.original()]() -> QString {
            if (request.subject == ExportSubject::reconstruction) {
                writePicture(toPath(request.path), asOriginal(*decoded, how, original.get()), request.picture);
                return {};
            }
            if (!request.isSigned) {
                writePicture(toPath(request.path), differencePicture(*decoded, *seen, how, looks.errorRange),
                             request.picture);
                return {};
            }
            const SignedDifference made = signedDifference(*decoded, *seen, how, looks.difference);
            writePicture(toPath(request.path), made.picture, request.picture);
            return tr("Its colours span −%1 to %1.").arg(QLocale().toString(made.range, 'g', 3));
        });
    });
}

void Exporter::writeIndexMap(const Document& document, const ExportRequest& request, const ExportLooks& looks)
{
    const int side = request.cellsInPictureSize ? static_cast<int>(document.model()->factor()) : 1;
    m_files.add(request.path, [path = request.path, side, options = request.picture, codes = document.codes(),
                               colours = looks.codeColours]() -> QString {
        writePicture(toPath(path), indexMapPicture(codes, colours, side), options);
        return {};
    });
}

void Exporter::writeCodes(Document& document, const QString& path)
{
    const auto write = [path, codes = document.codes(), origin = originOf(*document.model())]() -> QString {
        writeCodeFile(toPath(path), codes, origin);
        return {};
    };
    m_files.add(path, write, [of = QPointer(&document), revision = document.revision()] {
        // Codes that are on the disk are safe; of a project that would be its file's word.
        if (of && of->revision() == revision && of->projectPath().isEmpty())
            of->undoStack().setClean();
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

void Exporter::whenExact(Take take)
{
    if (Document* document = m_session.document())
        m_exact.add(*document, ExactQueue::Of::allOfIt, std::move(take));
}

void Exporter::cancel()
{
    if (m_exact.clear())
        emit done(tr("Cancelled; nothing was exported or copied."));
}

} // namespace tessera::app
