// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/exact_wait.h"

#include "app/documents/document.h"
#include "app/documents/sought_strokes.h"
#include "app/engine/decode_follower.h"
#include "app/session.h"

#include <exception>
#include <utility>

namespace tessera::app {

ExactWait::ExactWait(Session& session, QObject* parent) : QObject(parent), m_session(session)
{
    connect(&session, &Session::documentChanged, this, &ExactWait::watchDocument);
    watchDocument();
}

void ExactWait::start(Take take)
{
    if (!m_document || !m_document->hasCodes())
        return;
    m_take = std::move(take);
    if (!m_document->isExact() && m_session.follower() && !m_session.follower()->isWaiting())
        m_session.follower()->request(); // an earlier decode failed or was stopped
    emit waitingChanged();
    look();
}

/// Has what is waited for come, or has it become clear that it will not?
void ExactWait::look()
{
    if (!m_take)
        return;
    const bool isAwaited = m_session.follower() && m_session.follower()->isWaiting(); // also by another device
    // A drag may hold its decode back until it ends, and what it paints is not all there is to be.
    const bool isPainting = m_document && m_document->isPainting();
    if (m_document && m_document->isExact() && !isAwaited && !m_document->sought().isWaiting()) {
        const Take take = *std::exchange(m_take, {});
        try {
            take(*m_document);
        } catch (const std::exception& error) {
            emit failed(QString::fromUtf8(error.what()));
        }
        emit waitingChanged();
    } else if (!isAwaited && !isPainting) {
        m_take.reset();
        emit waitingChanged();
        emit gaveUp();
    }
}

void ExactWait::cancel()
{
    if (std::exchange(m_take, {}))
        emit waitingChanged();
}

void ExactWait::watchDocument()
{
    m_document = m_session.document();
    if (m_document) { // which may have been in front before
        connect(m_document, &Document::exactChanged, this, &ExactWait::look, Qt::UniqueConnection);
        connect(m_document, &Document::paintingEnded, this, &ExactWait::look, Qt::UniqueConnection);
        connect(m_session.follower(), &DecodeFollower::waitingChanged, this, &ExactWait::look, Qt::UniqueConnection);
    }
    if (m_take) {
        cancel();
        emit interrupted();
    }
}

} // namespace tessera::app
