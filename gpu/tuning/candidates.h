// SPDX-License-Identifier: Apache-2.0
// The ways worth trying for an op: data, by variant and kind of device.
#pragma once

#include "gpu/tuning/tuning.h"

#include <vector>

namespace tessera::gpu {

inline constexpr std::size_t kMostCandidates = 8;

/// At most kMostCandidates legal choices, each once, the default first. Of several methods each is among them.
std::vector<Choice> candidates(const Tuning& tuning, DeviceKind kind, const OpClass& op);

/// Classes that published models and the included ones share, by how much of their time they take: what is measured
/// where nobody names a model. With `exact` only those of exact passes.
std::vector<OpClass> usualClasses(bool exact);

} // namespace tessera::gpu
