// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/code_importer.h"

#include "app/code_edits.h"
#include "app/codes/code_formats.h"
#include "app/session.h"
#include "core/error.h"

#include <QFile>
#include <QFileInfo>
#include <QtConcurrentRun>

#include <new>

namespace tessera::app {

CodeImporter::CodeImporter(Session& session, QObject* parent) : QObject(parent), m_session(session)
{
    connect(&m_reader, &QFutureWatcherBase::finished, this, [this] {
        if (!m_reader.isCanceled())
            take(m_reader.result());
    });
}

void CodeImporter::importCodes(const QString& path)
{
    m_document = m_session.document();
    if (!m_document || !m_document->hasCodes()) {
        emit failed(tr("%1 holds codes, and codes need a picture to go into: open the picture first.")
                        .arg(QFileInfo(path).fileName()));
        return;
    }
    m_reader.setFuture(QtConcurrent::run(&CodeImporter::read, path));
}

CodeImporter::ReadResult CodeImporter::read(const QString& path)
{
    try {
        return {path, readCodeFile(QFile::encodeName(path).toStdString()), {}};
    } catch (const std::bad_alloc&) {
        return {path, {}, tr("%1: there is not enough memory for these codes").arg(path)};
    } catch (const std::exception& error) {
        return {path, {}, QString::fromUtf8(error.what())};
    }
}

void CodeImporter::take(const ReadResult& result)
{
    if (!result.problem.isEmpty()) {
        emit failed(result.problem);
        return;
    }
    const QString name = QFileInfo(result.path).fileName();
    if (!m_document || m_document != m_session.document() || !m_document->hasCodes())
        return; // meant for a picture that is gone
    try {
        const qint64 changed = putCodes(*m_document, fitted(result.codes, name), tr("Import Codes"));
        emit done(changed == 0 ? tr("%1 holds the codes that the picture has already.").arg(name)
                               : tr("%1: %n cell(s) changed.", nullptr, static_cast<int>(changed)).arg(name));
        if (const std::string other = mismatch(result.codes.origin, *m_document->model()); !other.empty())
            emit noticed(QStringLiteral("%1: %2.").arg(name, QString::fromStdString(other)));
    } catch (const core::Error& error) {
        emit failed(QString::fromUtf8(error.what()));
    }
}

core::IndexMap CodeImporter::fitted(const core::CodeArray& codes, const QString& name) const
{
    const core::IndexMap& now = m_document->codes();
    const std::string file = name.toStdString();
    const core::GridSize grid{now.rows, now.cols};
    if (codes.shape.size() == 1 && codes.size() != now.cells())
        throw core::ShapeError(tr("%1 holds %2 codes in one row, but this picture has %3 × %4 = %5 cells. Open the "
                                  "picture that the codes were made from.")
                                   .arg(name)
                                   .arg(codes.size())
                                   .arg(now.rows)
                                   .arg(now.cols)
                                   .arg(now.cells())
                                   .toStdString());
    core::IndexMap map = core::toIndexMap(codes, file, grid);
    if (map.count != 1)
        throw core::ShapeError(
            tr("%1 holds %2 maps of codes; one picture takes one.").arg(name).arg(map.count).toStdString());
    if (map.rows != now.rows || map.cols != now.cols)
        throw core::ShapeError(tr("%1 holds %2 × %3 codes (rows × columns), but this picture has %4 × %5 cells. Open "
                                  "the picture that the codes were made from.")
                                   .arg(name)
                                   .arg(map.rows)
                                   .arg(map.cols)
                                   .arg(now.rows)
                                   .arg(now.cols)
                                   .toStdString());
    core::withContext(file, [&] { core::checkCodes(map, m_document->model()->config().codes); });
    return map;
}

} // namespace tessera::app
