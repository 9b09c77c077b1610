// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/pane_difference.h"

#include "app/files/memory_notice.h"

#include <QRect>
#include <QtConcurrentRun>

#include <new>

namespace tessera::app {
namespace {

/// The picture with the part that lies over it, without a copy where there is none.
std::shared_ptr<const core::Picture> flattened(const ShownPicture& shown)
{
    if (!shown.part)
        return shown.whole;
    return std::make_shared<const core::Picture>(shown.cut({0, 0, shown.whole->width, shown.whole->height}));
}

} // namespace

PaneDifference::PaneDifference(QObject* parent) : QObject(parent)
{
    connect(&m_worker, &QFutureWatcherBase::finished, this, [this] {
        m_busy = false;
        m_shown = m_underWay;
        m_made = m_worker.result();
        emit changed();
        if (m_wanted != m_shown)
            start();
    });
}

void PaneDifference::want(const ShownPicture& first, const ShownPicture& second, const DifferenceStyle& style)
{
    m_wanted = {first, second, style};
    if (!m_busy && m_wanted != m_shown)
        start();
}

void PaneDifference::start()
{
    if (!m_wanted.first.whole || !m_wanted.second.whole) {
        m_shown = m_wanted;
        m_made = {};
        emit changed();
        return;
    }
    m_busy = true;
    m_underWay = m_wanted;
    m_worker.setFuture(QtConcurrent::run(&PaneDifference::make, m_underWay));
}

PaneDifference::Made PaneDifference::make(const Content& content)
{
    Made made;
    try {
        DifferenceImage difference =
            makeDifference(*flattened(content.first), *flattened(content.second), content.style);
        made.image = Mipmap(std::move(difference.image));
        made.range = difference.range;
    } catch (const std::bad_alloc&) {
        made.problem = notEnoughMemory(tr("to compare these pictures"));
    } catch (const std::exception& error) {
        made.problem = QString::fromUtf8(error.what());
    }
    return made;
}

} // namespace tessera::app
