// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/codes/codebook_search.h"

namespace tessera::app {

CodebookSearch::CodebookSearch(QObject* parent) : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

CodebookSearch::~CodebookSearch()
{
    for (QFuture<void>& future : m_asked)
        future.cancel();
    m_pool.waitForDone();
}

CodebookSearch::Search CodebookSearch::of(const core::VqModel& model)
{
    if (!m_search || m_model != model.serial()) {
        m_search.reset(); // two may be too much
        m_search = std::make_shared<core::CodeSearch>(model.codebook());
        m_model = model.serial();
    }
    return m_search;
}

void CodebookSearch::remember(QFuture<void> future)
{
    m_asked.removeIf([](const QFuture<void>& asked) { return asked.isFinished(); });
    m_asked.append(std::move(future));
}

} // namespace tessera::app
