// SPDX-License-Identifier: Apache-2.0
// The plans that a device keeps, up to a number of bytes; those longest unused go first.
#pragma once

#include "core/index_map.h"
#include "gpu/plans/plan.h"

#include <cstdint>
#include <list>
#include <memory>

namespace tessera::gpu {

enum class Pass { encode, quantize, decodeCodes, decodeLatents, window };

/// A plan and what it was made for.
struct CachedPlan {
    std::uint64_t model = 0; ///< its serial
    Pass pass{};
    core::Shape shape;   ///< of the input
    core::Shape whole{}; ///< of windows: the map that the window is a part of
    std::unique_ptr<Plan> plan{};
    Kept kept{};                                             ///< of decodes of codes that previews may build on
    std::shared_ptr<const std::vector<Buffer>> borrowed{};   ///< of windows: the memory that `kept` lies in
    core::IndexMap codes{};                                  ///< what the kept state belongs to; empty before a run
    bool hurried = false;                                    ///< of kernels that compile quickly
    bool runs = false;                                       ///< now: must stay
    int ended = 0;                                           ///< runs so far
};

class PlanCache {
public:
    /// The cached plan of that kind, or null. It counts as used.
    CachedPlan* find(std::uint64_t model, Pass pass, const core::Shape& shape, const core::Shape& whole = {});
    std::uint64_t limit() const { return m_limit; }
    void setLimit(std::uint64_t bytes) { m_limit = bytes; }

    /// Before a plan of so many bytes is made: drops the longest unused that would be beyond the limit with it, but not
    /// `stays`, so that a plan that goes and one that comes are not in memory together.
    void makeRoom(std::uint64_t bytes, const CachedPlan* stays = nullptr);
    CachedPlan& add(CachedPlan cached);
    void forget(std::uint64_t model);
    void drop(const CachedPlan& plan);
    /// Drops every plan that does not run now, to make room.
    void clear();

private:
    std::uint64_t m_limit = 1ULL << 30U; ///< bytes
    std::list<CachedPlan> m_plans; ///< the newest used first
};

} // namespace tessera::gpu
