// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/decode_follower.h"

#include "app/documents/document.h"
#include "app/engine/engine.h"

#include <algorithm>
#include <utility>

namespace tessera::app {

DecodeFollower::DecodeFollower(Engine& engine, quint64 documentId, Document& document, QObject* parent)
    : QObject(parent), m_engine(engine), m_id(documentId), m_document(document)
{
    connect(&document, &Document::encodedChanged, this, &DecodeFollower::request);
    connect(&document, &Document::codesChanged, this, &DecodeFollower::follow);
    connect(&document, &Document::paintingEnded, this, [this] {
        if (m_asked != m_document.revision())
            request();
    });
    connect(&engine, &Engine::decoded, this, &DecodeFollower::take);
    connect(&engine, &Engine::previewed, this,
            [this](quint64 id, quint64 revision, quint64 base, const std::shared_ptr<const PicturePart>& part) {
                if (id == m_id)
                    m_document.setPreview(part, revision, base);
            });
    connect(&engine, &Engine::decodeDropped, this, &DecodeFollower::giveUp);
    // What failed for want of a (better) device is worth another try on the next one, and what is there is to be what
    // this device makes of it: exactly, where it was opened for that.
    connect(&engine, &Engine::deviceOpened, this, [this] {
        m_missedDevice = !m_isAwake;
        if (m_isAwake && !m_waiting && m_document.hasCodes())
            ask();
    });
    request();
}

void DecodeFollower::follow()
{
    // The first decode also compiled kernels, and any may have had other work beside it: two in a row tell.
    const bool isLong = std::min(m_milliseconds, m_millisecondsBefore) >= static_cast<double>(m_long.count());
    if (!m_isAwake || !m_document.isPainting() || !isLong || m_millisecondsBefore == 0) {
        request();
        return;
    }
    m_engine.preview(m_id, m_document.revision(), m_document.model(), m_document.codes());
    if (!std::exchange(m_heldBack, true))
        emit heldBack();
}

void DecodeFollower::request()
{
    if (m_isAwake && m_document.hasCodes() && !m_document.isExact())
        ask();
}

void DecodeFollower::insist()
{
    if (m_document.hasCodes() && !m_document.isExact())
        ask();
}

void DecodeFollower::setAwake(bool awake)
{
    if (awake == m_isAwake)
        return;
    m_isAwake = awake;
    if (!awake)
        return;
    const bool hasIt = m_waiting && m_asked == m_document.revision();
    if (std::exchange(m_missedDevice, false) && m_document.hasCodes())
        ask();
    else if (!hasIt)
        request();
}

void DecodeFollower::ask()
{
    m_asked = m_document.revision();
    m_request = 0; // the one before may be dropped for this one
    m_request = m_engine.decode(m_id, m_asked, m_document.model(), m_document.codes());
    setWaiting(true);
}

void DecodeFollower::take(quint64 document, quint64 revision, const std::shared_ptr<const core::Picture>& picture,
                          double milliseconds)
{
    if (document != m_id)
        return;
    if (m_document.setReconstruction(picture, revision))
        m_millisecondsBefore = std::exchange(m_milliseconds, milliseconds);
    if (revision == m_asked)
        setWaiting(false);
}

void DecodeFollower::giveUp(quint64 document, quint64 request)
{
    if (document == m_id && request == m_request)
        setWaiting(false);
}

void DecodeFollower::setWaiting(bool waiting)
{
    if (m_waiting == waiting)
        return;
    m_waiting = waiting;
    emit waitingChanged(waiting);
}

} // namespace tessera::app
