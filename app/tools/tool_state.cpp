// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/tool_state.h"

#include <algorithm>

namespace tessera::app {

void ToolState::setTool(const QString& id)
{
    if (m_tool == id)
        return;
    m_tool = id;
    emit toolChanged(id);
}

void ToolState::setCode(int code)
{
    code = std::max(code, 0);
    if (m_code == code)
        return;
    m_code = code;
    emit codeChanged(code);
}

void ToolState::setBrushSize(int size)
{
    size = std::clamp(size, 1, kMaxBrushSize);
    if (m_brushSize == size)
        return;
    m_brushSize = size;
    emit brushChanged();
}

void ToolState::setBrushShape(core::BrushShape shape)
{
    if (m_brushShape == shape)
        return;
    m_brushShape = shape;
    emit brushChanged();
}

void ToolState::setTolerance(double tolerance)
{
    tolerance = std::clamp(tolerance, 0.0, kMaxTolerance);
    if (m_tolerance == tolerance)
        return;
    m_tolerance = tolerance;
    emit likenessChanged();
}

void ToolState::setConnectivity(core::Connectivity connectivity)
{
    if (m_connectivity == connectivity)
        return;
    m_connectivity = connectivity;
    emit likenessChanged();
}

} // namespace tessera::app
