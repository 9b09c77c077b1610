// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/documents/thumbnails.h"

#include "app/pictures/picture_files.h"
#include "app/session.h"
#include "core/analysis/thumbnail.h"

#include <QtConcurrentRun>

#include <new>
#include <utility>

namespace tessera::app {
namespace {

constexpr int kPauseMs = 300;

QImage made(const std::shared_ptr<const core::Picture>& picture)
{
    if (!picture)
        return {}; // codes alone, which are not decoded yet
    try {
        return toImage(core::thumbnail(*picture, Thumbnails::kSide));
    } catch (const std::bad_alloc&) {
        return {};
    }
}

} // namespace

Thumbnails::Thumbnails(Session& session, QObject* parent) : QObject(parent), m_session(session)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &Thumbnails::next);
    connect(&m_worker, &QFutureWatcherBase::finished, this, [this] {
        const Document* document = std::exchange(m_underWay, nullptr);
        if (document) { // else it has been closed meanwhile
            m_made.insert(document, m_worker.result());
            emit changed(document);
        }
        if (!m_stale.isEmpty())
            m_pause.start();
    });
    connect(&session, &Session::documentsChanged, this, &Thumbnails::watchDocuments);
}

QImage Thumbnails::of(const Document* document) const
{
    return m_made.value(document);
}

void Thumbnails::watchDocuments()
{
    for (Document* document : m_session.documents()) {
        if (m_made.contains(document))
            continue;
        m_made.insert(document, {});
        connect(document, &Document::reconstructionChanged, this, [this, document] { mark(document); });
        connect(document, &QObject::destroyed, this, [this, document] {
            m_made.remove(document);
            m_stale.remove(document);
            if (m_underWay == document)
                m_underWay = nullptr;
        });
        mark(document);
    }
}

void Thumbnails::mark(Document* document)
{
    m_stale.insert(document);
    if (!m_pause.isActive() && !m_worker.isRunning())
        m_pause.start();
}

void Thumbnails::next()
{
    if (m_stale.isEmpty() || m_worker.isRunning())
        return;
    const Document* document = *m_stale.begin();
    m_stale.erase(m_stale.begin());
    m_underWay = document;
    const auto picture = document->reconstruction() ? document->reconstruction() : document->original();
    m_worker.setFuture(QtConcurrent::run(made, picture));
}

} // namespace tessera::app
