// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/exact_queue.h"

#include "app/documents/document.h"
#include "app/documents/sought_strokes.h"
#include "app/engine/decode_follower.h"
#include "app/pictures/painted_pixels.h"
#include "app/session.h"

#include <QScopedValueRollback>

#include <utility>

namespace tessera::app {

ExactQueue::ExactQueue(Session& session, QObject* parent) : QObject(parent), m_session(session)
{
    connect(&session, &Session::documentsChanged, this, &ExactQueue::look); // one may have been closed
}

void ExactQueue::add(Document& document, Of of, Take take)
{
    DecodeFollower* follower = m_session.followerOf(document);
    if (!follower || !document.hasCodes())
        return;
    connect(&document, &Document::exactChanged, this, &ExactQueue::look, Qt::UniqueConnection);
    connect(&document, &Document::paintingEnded, this, &ExactQueue::look, Qt::UniqueConnection);
    connect(&document.painted(), &PaintedPixels::waitingChanged, this, &ExactQueue::look, Qt::UniqueConnection);
    connect(follower, &DecodeFollower::waitingChanged, this, &ExactQueue::look, Qt::UniqueConnection);
    m_waiting.push_back({&document, document.title(), of, std::move(take)});
    if (!document.isExact() && !follower->isWaiting())
        follower->request(); // an earlier decode failed or was stopped
    emit changed();
    look();
}

bool ExactQueue::clear()
{
    if (m_waiting.empty())
        return false;
    m_waiting.clear();
    emit changed();
    return true;
}

/// Has what is waited for come, or has it become clear that it will not?
ExactQueue::State ExactQueue::stateOf(Entry& entry) const
{
    Document* document = entry.document;
    DecodeFollower* follower = document ? m_session.followerOf(*document) : nullptr;
    if (!follower || !document->hasCodes())
        return State::lost;
    const bool isMoreComing = entry.of == Of::codes ? document->sought().isWaiting() : document->hasMoreComing();
    if (follower->isWaiting() || isMoreComing) // also for another device's decode
        return State::waits;
    if (document->isExact())
        return State::ready;
    if (document->isPainting()) // a drag may hold its decode back until it ends
        return State::waits;
    // Codes that have changed while it was not in front were not asked for.
    if (document == m_session.document() || std::exchange(entry.insisted, document->revision()) == document->revision())
        return State::lost;
    follower->insist();
    return follower->isWaiting() ? State::waits : State::lost;
}

void ExactQueue::look()
{
    if (m_isLooking)
        return;
    const QScopedValueRollback looking(m_isLooking, true);
    // What is taken may add more, or clear all.
    for (std::size_t i = 0; i < m_waiting.size();) {
        const State state = stateOf(m_waiting[i]);
        if (state == State::waits) {
            ++i;
            continue;
        }
        Entry entry = std::move(m_waiting[i]);
        m_waiting.erase(m_waiting.begin() + static_cast<std::ptrdiff_t>(i));
        try {
            if (state == State::ready)
                entry.take(*entry.document);
            else
                emit lost(entry.title);
        } catch (const std::exception& error) {
            emit failed(QString::fromUtf8(error.what()));
        }
        emit changed();
        i = 0;
    }
}

} // namespace tessera::app
