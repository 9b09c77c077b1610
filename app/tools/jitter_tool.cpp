// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/jitter_tool.h"

#include "app/documents/document.h"
#include "app/tools/tool_state.h"
#include "core/edit/jitter.h"

#include <QCoreApplication>

#include <utility>

namespace tessera::app {

MakeStroke JitterTool::strokeMaker(const Document&) const
{
    const JitterOptions& options = state().jitter();
    const core::Jitter jitter{options.reach, options.strength, state().seed()};
    return [jitter, brush = brush()](core::CodeSearch& search, core::IndexMap codes) {
        return std::make_unique<core::JitterStroke>(search, std::move(codes), jitter, brush.size, brush.shape);
    };
}

QString JitterTool::label() const
{
    return QCoreApplication::translate("Tools", "Jitter");
}

bool JitterTool::canPaint(const Document& document) const
{
    return document.hasCodes();
}

} // namespace tessera::app
