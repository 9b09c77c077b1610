// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/view_link.h"

#include <QScopedValueRollback>

namespace tessera::app {

ViewLink::ViewLink(Viewport& shared, QObject* parent) : QObject(parent), m_shared(shared)
{
    connect(&m_shared, &Viewport::changed, this, &ViewLink::follow);
    connect(&m_own, &Viewport::changed, this, &ViewLink::lead);
    follow();
}

void ViewLink::setLinked(bool linked)
{
    if (m_linked == linked)
        return;
    m_linked = linked;
    if (linked) {
        m_ratio = m_own.zoom() / m_shared.zoom();
        m_offset = m_own.centre() - m_shared.centre();
        m_own.setPaneSize({}); // the shared one sees to it that the picture stays in sight
    } else {
        const double zoom = m_own.zoom();
        const QPointF centre = m_own.centre();
        m_own.setPictureSize(m_shared.pictureSize());
        m_own.setPaneSize(m_paneSize);
        m_own.setView(zoom, centre);
    }
    emit changed();
}

void ViewLink::align()
{
    m_linked = true;
    m_own.setPaneSize({});
    m_ratio = 1;
    m_offset = {};
    follow();
    emit changed();
}

void ViewLink::setPaneSize(QSizeF size)
{
    m_paneSize = size;
    if (!m_linked)
        m_own.setPaneSize(size);
}

void ViewLink::follow()
{
    if (!m_linked) {
        m_own.setPictureSize(m_shared.pictureSize());
        return;
    }
    const QScopedValueRollback following(m_following, true);
    m_own.setView(m_shared.zoom() * m_ratio, m_shared.centre() + m_offset);
}

void ViewLink::lead()
{
    if (m_following || !m_linked)
        return;
    m_shared.setView(m_own.zoom() / m_ratio, m_own.centre() - m_offset);
    follow(); // where the shared one could not go, this one cannot either
}

} // namespace tessera::app
