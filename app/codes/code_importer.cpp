// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/codes/code_importer.h"

#include "app/codes/code_edits.h"
#include "app/codes/code_formats.h"
#include "app/codes/decoded_size.h"
#include "app/files/memory_notice.h"
#include "app/files/settings.h"
#include "app/session.h"
#include "core/error.h"

#include <QFile>
#include <QFileInfo>
#include <QtConcurrentRun>

#include <algorithm>
#include <new>
#include <utility>

namespace tessera::app {
namespace {

/// "24 × 32", rows first.
QString gridText(core::GridSize grid)
{
    return QStringLiteral("%1 × %2").arg(grid.rows).arg(grid.cols);
}

core::GridSize gridOf(const Document& document) { return {document.codes().rows, document.codes().cols}; }

bool fits(const core::CodeArray& codes, core::GridSize grid)
{
    if (codes.isFlat())
        return codes.size() == grid.rows * grid.cols;
    const std::size_t sides = codes.shape.size();
    return sides >= 2 && codes.shape[sides - 2] == grid.rows && codes.shape[sides - 1] == grid.cols;
}

/// Throws core::Error for what no document can hold.
core::IndexMap oneMap(const core::CodeArray& codes, const QString& name, std::optional<core::GridSize> grid)
{
    core::IndexMap map = core::toIndexMap(codes, name.toStdString(), grid);
    if (map.count != 1)
        throw core::ShapeError(
            CodeImporter::tr("%1 holds %2 maps of codes; one picture takes one.").arg(name).arg(map.count).toStdString());
    return map;
}

QString gridKey(std::int64_t cells)
{
    return QStringLiteral("%1/%2").arg(QLatin1String(settings_key::kGrids)).arg(cells);
}

/// Those whose pictures are not too large.
std::vector<core::GridSize> decodable(std::vector<core::GridSize> grids, const core::VqModel& model)
{
    std::erase_if(grids, [&model](core::GridSize grid) {
        try {
            checkDecodedSize(model, 1, grid.rows, grid.cols);
            return false;
        } catch (const core::ShapeError&) {
            return true;
        }
    });
    return grids;
}

} // namespace

QString CodeImporter::ReadResult::name() const { return QFileInfo(path).fileName(); }

CodeImporter::CodeImporter(Session& session, QObject* parent) : QObject(parent), m_session(session)
{
    connect(&m_reader, &QFutureWatcherBase::finished, this, [this] {
        if (!m_reader.isCanceled())
            take(m_reader.result());
    });
    connect(&session, &Session::modelChanged, this, &CodeImporter::takeWaiting, Qt::QueuedConnection);
    connect(&session, &Session::openingChanged, this, &CodeImporter::takeWaiting, Qt::QueuedConnection);
}

void CodeImporter::importCodes(const QString& path)
{
    m_document = m_session.document();
    m_hadDocument = m_document;
    m_waiting.reset();
    m_reader.setFuture(QtConcurrent::run(&CodeImporter::read, path));
}

CodeImporter::ReadResult CodeImporter::read(const QString& path)
{
    try {
        return {path, readCodeFile(QFile::encodeName(path).toStdString()), {}};
    } catch (const std::bad_alloc&) {
        return {path, {}, notEnoughMemory(tr("to read the codes in %1").arg(path))};
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
    if (m_hadDocument && (!m_document || m_document != m_session.document()))
        return; // meant for a picture that is gone
    if (!m_session.model().model && m_session.isModelComing()) {
        m_waiting = result;
        return;
    }
    try {
        if (m_document && !m_document->hasCodes())
            emit failed(tr("%1 holds codes, but the picture in front has none yet. Wait until it is encoded, or close it.")
                            .arg(result.name()));
        else if (!m_session.model().model)
            emit failed(tr("%1 holds codes. Open the model that made them first, from the Model menu.").arg(result.name()));
        else if (m_document && fits(result.codes, gridOf(*m_document)))
            put(result);
        else
            offerAlone(result);
    } catch (const core::Error& error) {
        emit failed(QString::fromUtf8(error.what()));
    }
}

void CodeImporter::takeWaiting()
{
    if (m_waiting && (m_session.model().model || !m_session.isModelComing()))
        take(*std::exchange(m_waiting, {}));
}

void CodeImporter::put(const ReadResult& result)
{
    const QString name = result.name();
    const core::IndexMap map = oneMap(result.codes, name, gridOf(*m_document));
    core::withContext(name.toStdString(), [&] { core::checkCodes(map, m_document->model()->config().codes); });
    const qint64 changed = putCodes(*m_document, map, tr("Import Codes"));
    emit done(changed == 0 ? tr("%1 holds the codes that the picture has already.").arg(name)
                           : tr("%1: %n cell(s) changed.", nullptr, static_cast<int>(changed)).arg(name));
    tellOrigin(result.codes, name, *m_document);
}

void CodeImporter::offerAlone(const ReadResult& result)
{
    const core::CodeArray& codes = result.codes;
    const core::VqModel& model = *m_session.model().model;
    const QString name = result.name();
    const bool isFlat = codes.isFlat() && codes.size() > 0;
    // Before anybody is asked: is it one map of codes that the model has?
    const core::IndexMap map = oneMap(codes, name, isFlat ? std::optional(core::GridSize{1, codes.size()}) : std::nullopt);
    core::withContext(name.toStdString(), [&] { core::checkCodes(map, model.config().codes); });
    m_alone = result;
    GridQuestion question{name, {}, {{map.rows, map.cols}}, {map.rows, map.cols}, static_cast<int>(model.factor())};
    if (isFlat) {
        question.grids = decodable(core::gridsOf(codes.size()), model);
        if (question.grids.empty())
            checkDecodedSize(model, 1, 1, codes.size()); // says what the limit is
        const std::int64_t rows = openSettings().value(gridKey(codes.size())).toLongLong();
        const auto last = std::ranges::find(question.grids, rows, &core::GridSize::rows);
        question.proposed = last == question.grids.end() ? question.grids.front() : *last;
    } else if (!m_document) {
        openAlone(question.proposed); // there is nothing to choose
        return;
    }
    question.why = isFlat ? tr("%1 holds %2 codes in one row, without a grid.").arg(name).arg(codes.size())
                          : tr("%1 holds %2 codes (rows × columns).").arg(name, gridText(question.proposed));
    if (m_document) {
        const core::GridSize grid = gridOf(*m_document);
        question.why += QLatin1Char(' ')
            + tr("%1 has %2 = %3 cells, so they do not fit into it.")
                  .arg(m_document->title(), gridText(grid))
                  .arg(grid.rows * grid.cols);
    }
    emit wanted(question);
}

void CodeImporter::openAlone(core::GridSize grid)
{
    const QString name = m_alone.name();
    try {
        if (!m_session.model().model)
            return; // it was closed meanwhile
        if (m_alone.codes.isFlat())
            openSettings().setValue(gridKey(m_alone.codes.size()), qlonglong(grid.rows));
        const core::IndexMap map = oneMap(m_alone.codes, name, grid);
        core::withContext(name.toStdString(), [&] { m_session.openCodes(map, name); });
        const Document* document = m_session.document();
        emit done(tr("%1 is open as codes alone: what they decode to with %2.")
                      .arg(name, QString::fromStdString(document->model()->name())));
        tellOrigin(m_alone.codes, name, *document);
    } catch (const core::Error& error) {
        emit failed(QString::fromUtf8(error.what()));
    }
    m_alone = {};
}

void CodeImporter::tellOrigin(const core::CodeArray& codes, const QString& name, const Document& document)
{
    if (const std::string other = mismatch(codes.origin, *document.model()); !other.empty())
        emit noticed(QStringLiteral("%1: %2.").arg(name, QString::fromStdString(other)));
}

} // namespace tessera::app
