// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/engine_mailbox.h"

#include <algorithm>
#include <cassert>
#include <functional>
#include <iterator>
#include <utility>

namespace tessera::app {

std::optional<EngineJob> EngineMailbox::post(EngineJob job)
{
    std::optional<EngineJob> replaced;
    {
        const std::scoped_lock lock(m_mutex);
        if (m_running && stopsFor(job))
            m_running->stop.request_stop();
        if (job.endsPreparations()) {
            if (m_running && m_running->kind == Engine::Job::prepare)
                m_running->goOn.reset();
            std::erase_if(m_pending, [](const EngineJob& other) { return other.kind() == Engine::Job::prepare; });
        }

        if (m_running && m_running->goOn && m_running->goOn->sameTask(job))
            m_running->goOn.reset();
        const auto older = std::ranges::find_if(m_pending, [&](const EngineJob& other) { return other.sameTask(job); });
        if (older == m_pending.end())
            m_pending.push_back(std::move(job));
        else
            replaced = std::exchange(*older, std::move(job));
    }
    m_posted.notify_one();
    return replaced;
}

bool EngineMailbox::stopsFor(const EngineJob& job)
{
    if (m_running->goOn) {
        const bool canWait = job.isIdleWork() && job.idleOrder() >= m_running->goOn->idleOrder();
        return !canWait || m_running->goOn->sameTask(job);
    }
    return m_running->kind == job.kind() && m_running->document == job.document()
        && (job.kind() != Engine::Job::decode || m_paces[job.document()].mayStop(m_now()));
}

std::vector<EngineJob> EngineMailbox::cancel()
{
    const std::scoped_lock lock(m_mutex);
    if (m_running) {
        m_running->stop.request_stop();
        if (m_running->goOn && !m_running->goOn->staysWanted())
            m_running->goOn.reset();
    }
    return dropPending([](const EngineJob& job) { return job.kind() != Engine::Job::openDevice && !job.staysWanted(); });
}

std::vector<EngineJob> EngineMailbox::cancel(quint64 document)
{
    assert(document != 0);
    const std::scoped_lock lock(m_mutex);
    if (m_running && m_running->document == document) {
        m_running->stop.request_stop();
        m_running->goOn.reset();
    }
    m_paces.erase(document);
    return dropPending([document](const EngineJob& job) { return job.document() == document; });
}

std::vector<EngineJob> EngineMailbox::cancel(Engine::Job kind)
{
    const std::scoped_lock lock(m_mutex);
    if (m_running && m_running->kind == kind) {
        m_running->stop.request_stop();
        m_running->goOn.reset();
    }
    return dropPending([kind](const EngineJob& job) { return job.kind() == kind; });
}

std::vector<EngineJob> EngineMailbox::dropPending(const std::function<bool(const EngineJob&)>& isDropped)
{
    const auto dropped = std::stable_partition(m_pending.begin(), m_pending.end(), std::not_fn(isDropped));
    std::vector<EngineJob> jobs(std::make_move_iterator(dropped), std::make_move_iterator(m_pending.end()));
    m_pending.erase(dropped, m_pending.end());
    return jobs;
}

void EngineMailbox::close()
{
    {
        const std::scoped_lock lock(m_mutex);
        if (m_running)
            m_running->stop.request_stop();
        m_pending.clear();
        m_closed = true;
    }
    m_posted.notify_one();
}

std::optional<EngineMailbox::Taken> EngineMailbox::take()
{
    std::unique_lock lock(m_mutex);
    assert(!m_running);
    m_posted.wait(lock, [this] { return m_closed || !m_pending.empty(); });
    if (m_closed)
        return std::nullopt;
    const auto urgent = std::ranges::find_if_not(m_pending, &EngineJob::isIdleWork);
    const auto next =
        urgent != m_pending.end() ? urgent : std::ranges::min_element(m_pending, {}, &EngineJob::idleOrder);
    EngineJob job = std::move(*next);
    m_pending.erase(next);
    m_running = Running{job.kind(), job.document(), job.isExactDecode(), {}, job.isIdleWork() ? std::optional(job) : std::nullopt};
    if (job.isExactDecode())
        m_paces[job.document()].started(m_now());
    return Taken{std::move(job), m_running->stop.get_token()};
}

std::optional<EngineJob> EngineMailbox::waitingDecode(quint64 document, quint64 after)
{
    const std::scoped_lock lock(m_mutex);
    const auto found = std::ranges::find_if(m_pending, [&](const EngineJob& job) {
        return job.kind() == Engine::Job::decode && job.document() == document && job.ticket > after;
    });
    return found == m_pending.end() ? std::nullopt : std::optional<EngineJob>(*found);
}

void EngineMailbox::ended(End end)
{
    const std::scoped_lock lock(m_mutex);
    if (end == End::done && m_running->isExactDecode)
        m_paces[m_running->document].finished(m_now());
    if (end == End::stopped && m_running->goOn && m_running->stop.stop_requested() && !m_closed)
        m_pending.push_back(*std::move(m_running->goOn));
    m_running.reset();
}

} // namespace tessera::app
