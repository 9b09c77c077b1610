// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/paint_ink.h"

#include "app/documents/document.h"
#include "app/tools/tool_state.h"
#include "core/edit/dice.h"

#include <QCoreApplication>

#include <algorithm>

namespace tessera::app {

core::Ink paintInk(const ToolState& state)
{
    return state.hasDice() ? core::diceInk(state.stamp(), state.seed()) : core::codeInk(state.code());
}

bool canPaint(const ToolState& state, const Document& document)
{
    if (state.hasDice())
        return canStamp(state, document);
    return document.hasCodes() && state.code() < document.model()->config().codes;
}

bool canStamp(const ToolState& state, const Document& document)
{
    const core::CodeBlock& stamp = state.stamp();
    return document.hasCodes() && !stamp.isEmpty()
        && std::ranges::all_of(stamp.codes,
                               [k = document.model()->config().codes](std::int32_t code) { return code < k; });
}

QString paintLabel(const ToolState& state)
{
    return state.hasDice() ? QCoreApplication::translate("Tools", "Paint at random")
                           : QCoreApplication::translate("Tools", "Paint code %1").arg(state.code());
}

} // namespace tessera::app
