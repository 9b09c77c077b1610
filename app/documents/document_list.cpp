// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/documents/document_list.h"

#include "app/files/freed_memory.h"

#include <QThreadPool>

#include <algorithm>
#include <cassert>
#include <utility>

namespace tessera::app {

OpenDocument* DocumentList::find(quint64 id) const
{
    const auto found = std::ranges::find_if(m_all, [id](const auto& opened) { return opened->id == id; });
    return found == m_all.end() ? nullptr : found->get();
}

OpenDocument* DocumentList::find(const Document* document) const
{
    const auto found
        = std::ranges::find_if(m_all, [document](const auto& opened) { return opened->document.get() == document; });
    return found == m_all.end() ? nullptr : found->get();
}

OpenDocument& DocumentList::add(std::unique_ptr<OpenDocument> opened)
{
    assert(opened && opened->document);
    OpenDocument& added = *m_all.emplace_back(std::move(opened));
    emit changed();
    return added;
}

void DocumentList::setCurrent(OpenDocument* opened)
{
    if (opened == m_current)
        return;
    m_current = opened;
    if (opened) {
        std::erase(m_lastInFront, opened);
        m_lastInFront.push_back(opened);
    }
    emit currentChanged();
}

void DocumentList::move(OpenDocument& opened, int place)
{
    const auto from = std::ranges::find_if(m_all, [&](const auto& other) { return other.get() == &opened; });
    assert(from != m_all.end() && place >= 0 && place < static_cast<int>(m_all.size()));
    const auto to = m_all.begin() + place;
    if (from == to)
        return;
    if (from < to)
        std::rotate(from, from + 1, to + 1);
    else
        std::rotate(to, from, from + 1);
    emit changed();
}

void DocumentList::remove(OpenDocument& opened)
{
    const auto place = std::ranges::find_if(m_all, [&](const auto& other) { return other.get() == &opened; });
    assert(place != m_all.end());
    std::unique_ptr<OpenDocument> removed = std::move(*place);
    m_all.erase(place);
    std::erase(m_lastInFront, &opened);
    if (m_current == &opened)
        setCurrent(!m_lastInFront.empty() ? m_lastInFront.back() : m_all.empty() ? nullptr : m_all.back().get());
    emit changed();
    removed.reset();
    QThreadPool::globalInstance()->start(trimFreedMemory);
}

} // namespace tessera::app
