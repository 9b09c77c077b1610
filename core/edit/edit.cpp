// SPDX-License-Identifier: Apache-2.0
#include "core/edit/edit.h"

#include <utility>

namespace tessera::core {

std::size_t Edit::bytes() const
{
    std::size_t bytes = sizeof(Edit) + (patch.before.size() + patch.after.size()) * sizeof(std::int32_t);
    if (selection)
        bytes += selection->before.mask.size() + selection->after.mask.size();
    return bytes;
}

Edit merge(Edit first, Edit second, const IndexMap& now)
{
    Edit merged{merge(first.patch, second.patch, now), std::move(first.selection)};
    if (merged.selection && second.selection)
        merged.selection->after = std::move(second.selection->after);
    else if (second.selection)
        merged.selection = std::move(second.selection);
    if (merged.selection && merged.selection->before == merged.selection->after)
        merged.selection.reset();
    return merged;
}

} // namespace tessera::core
