// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/through_models.h"

#include "app/engine/engine.h"
#include "app/files/memory_notice.h"

#include <QFile>
#include <QFileInfo>
#include <QtConcurrentRun>

#include <algorithm>
#include <iterator>
#include <new>

namespace tessera::app {
namespace {

/// Far from the numbers that the session gives its documents.
constexpr quint64 kFirstNumber = quint64{1} << 40;

} // namespace

ThroughModels::ThroughModels(Engine& engine, QObject* parent) : QObject(parent), m_engine(engine), m_last(kFirstNumber)
{
    connect(&engine, &Engine::encoded, this,
            [this](quint64 id, const auto& model, const core::Prepared& prepared, const core::IndexMap& codes) {
                Entry* entry = encodedAs(id);
                if (!entry)
                    return;
                entry->isEncoding = false;
                entry->open.document->setEncoded(model, prepared, codes);
                emit changed();
            });
    connect(&engine, &Engine::encodeDropped, this, [this](quint64 id) {
        if (Entry* entry = encodedAs(id)) {
            entry->isEncoding = false;
            emit changed();
        }
    });
}

ThroughModels::~ThroughModels() = default;

/// The one whose document has that number; null for none.
ThroughModels::Entry* ThroughModels::encodedAs(quint64 id) const
{
    const auto found = std::ranges::find_if(
        m_entries, [id](const auto& entry) { return entry->open.document && entry->open.id == id; });
    return found == m_entries.end() ? nullptr : found->get();
}

void ThroughModels::setDocument(Document* document)
{
    m_front = document;
    for (const auto& entry : m_entries)
        start(*entry);
    emit changed();
}

quint64 ThroughModels::open(const QString& folder)
{
    for (const auto& entry : m_entries)
        if (QFileInfo(entry->folder) == QFileInfo(folder))
            return entry->number;
    auto entry = std::make_unique<Entry>();
    entry->number = ++m_last;
    entry->folder = folder;
    entry->name = QFileInfo(folder).fileName();
    read(*entry);
    start(*entry);
    const quint64 number = entry->number;
    m_entries.push_back(std::move(entry));
    emit changed();
    return number;
}

void ThroughModels::keep(const std::set<quint64>& numbers)
{
    const auto gone = std::stable_partition(
        m_entries.begin(), m_entries.end(), [&](const auto& entry) { return numbers.contains(entry->number); });
    const std::vector<std::unique_ptr<Entry>> removed(std::make_move_iterator(gone),
                                                      std::make_move_iterator(m_entries.end()));
    m_entries.erase(gone, m_entries.end());
    for (const auto& entry : removed)
        stop(*entry);
    if (!removed.empty())
        emit changed();
}

std::vector<ThroughModels::Seen> ThroughModels::seen() const
{
    std::vector<Seen> all;
    for (const auto& entry : m_entries)
        all.push_back({entry->number, entry->name, entry->open.document.get(),
                       entry->isEncoding || (entry->open.follower && entry->open.follower->isWaiting())});
    return all;
}

void ThroughModels::read(const Entry& entry)
{
    auto* watcher = new QFutureWatcher<Read>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        watcher->deleteLater();
        take(watcher->result());
    });
    watcher->setFuture(QtConcurrent::run([number = entry.number, folder = entry.folder] {
        Read read{number, nullptr, {}};
        try {
            read.model = core::openModel(QFile::encodeName(folder).toStdString()).model;
        } catch (const std::bad_alloc&) {
            read.problem = notEnoughMemory(tr("for the model %1").arg(folder));
        } catch (const std::exception& error) {
            read.problem = QString::fromUtf8(error.what());
        }
        return read;
    }));
}

void ThroughModels::take(const Read& read)
{
    const auto found = std::ranges::find_if(m_entries, [&](const auto& entry) { return entry->number == read.number; });
    if (found == m_entries.end())
        return;
    if (!read.model) {
        m_entries.erase(found);
        emit changed();
        emit failed(read.problem);
        return;
    }
    (*found)->model = read.model;
    start(**found);
}

/// Begins with the picture in front as it is.
void ThroughModels::start(Entry& entry)
{
    stop(entry);
    if (!m_front || !m_front->hasPicture())
        return;
    entry.open.id = ++m_last;
    entry.open.document = std::make_unique<Document>(entry.name, QString(), m_front->original());
    entry.open.follower = std::make_unique<DecodeFollower>(m_engine, entry.open.id, *entry.open.document);
    connect(entry.open.follower.get(), &DecodeFollower::waitingChanged, this, &ThroughModels::changed);
    entry.isEncoding = true;
    const core::Fit fit = m_front->hasCodes() ? m_front->preparation().fit : core::Fit::pad;
    if (entry.model)
        m_engine.encode(entry.open.id, entry.model, m_front->original(), fit);
    emit changed();
}

/// Nobody waits any longer for what the engine does for it.
void ThroughModels::stop(Entry& entry)
{
    const quint64 id = entry.open.id;
    entry.open.follower.reset(); // before its document
    entry.open = {};
    entry.isEncoding = false;
    if (id != 0)
        m_engine.cancel(id);
}

} // namespace tessera::app
