// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/code_importer.h"

#include "app/code_edits.h"
#include "app/session.h"
#include "core/files/npy.h"

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
        const std::filesystem::path file = QFile::encodeName(path).toStdString();
        return {path, core::toIndexMap(core::readNpy(file), file.string()), {}};
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
    const core::IndexMap& now = m_document->codes();
    if (result.codes.count != 1) {
        emit failed(tr("%1 holds %2 maps of codes; one picture takes one.").arg(name).arg(result.codes.count));
        return;
    }
    if (result.codes.rows != now.rows || result.codes.cols != now.cols) {
        emit failed(tr("%1 holds %2 × %3 codes (rows × columns), but this picture has %4 × %5 cells. Open the picture that the codes were made from.")
                        .arg(name).arg(result.codes.rows).arg(result.codes.cols).arg(now.rows).arg(now.cols));
        return;
    }
    try {
        core::checkCodes(result.codes, m_document->model()->config().codes);
    } catch (const core::Error& error) {
        emit failed(QStringLiteral("%1: %2").arg(name, QString::fromUtf8(error.what())));
        return;
    }
    const qint64 changed = putCodes(*m_document, result.codes, tr("Import Codes"));
    emit done(changed == 0 ? tr("%1 holds the codes that the picture has already.").arg(name)
                           : tr("%1: %n cell(s) changed.", nullptr, static_cast<int>(changed)).arg(name));
}

} // namespace tessera::app
