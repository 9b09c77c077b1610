// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/jitter_tool.h"

#include "app/documents/document.h"
#include "app/tools/tool_state.h"
#include "core/edit/jitter.h"

#include <QCoreApplication>

namespace tessera::app {

core::Ink JitterTool::ink(const Document& document, core::Cell) const
{
    const JitterOptions& options = state().jitter();
    return core::jitterInk(isDragging() ? m_before : document.codes(),
                           {options.reach, options.strength, state().seed()},
                           [&search = m_search.of(document)](std::int32_t code, int count) {
                               return search.around(code, count);
                           });
}

QString JitterTool::label() const
{
    return QCoreApplication::translate("Tools", "Jitter");
}

bool JitterTool::canPaint(const Document& document) const
{
    return document.hasCodes();
}

void JitterTool::begin(Document& document, const ToolEvent&)
{
    m_before = document.codes();
}

} // namespace tessera::app
