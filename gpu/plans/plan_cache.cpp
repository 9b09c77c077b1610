// SPDX-License-Identifier: Apache-2.0
#include "gpu/plans/plan_cache.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tessera::gpu {

CachedPlan* PlanCache::find(std::uint64_t model, Pass pass, const core::Shape& shape, const core::Shape& whole)
{
    const auto found = std::ranges::find_if(m_plans, [&](const CachedPlan& cached) {
        return cached.model == model && cached.pass == pass && cached.shape == shape && cached.whole == whole;
    });
    if (found == m_plans.end())
        return nullptr;
    m_plans.splice(m_plans.begin(), m_plans, found);
    return &m_plans.front();
}

void PlanCache::makeRoom(std::uint64_t bytes, const CachedPlan* stays)
{
    for (auto it = m_plans.begin(); it != m_plans.end();) {
        bytes += it->plan->bytes();
        it = bytes > m_limit && !it->runs && &*it != stays ? m_plans.erase(it) : std::next(it);
    }
}

CachedPlan& PlanCache::add(CachedPlan cached)
{
    m_plans.push_front(std::move(cached));
    return m_plans.front();
}

void PlanCache::forget(std::uint64_t model)
{
    std::erase_if(m_plans, [model](const CachedPlan& cached) { return cached.model == model; });
}

void PlanCache::drop(const CachedPlan& plan)
{
    m_plans.remove_if([&plan](const CachedPlan& cached) { return &cached == &plan; });
}

void PlanCache::clear()
{
    std::erase_if(m_plans, [](const CachedPlan& cached) { return !cached.runs; });
}

} // namespace tessera::gpu
