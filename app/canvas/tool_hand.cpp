// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canvas/tool_hand.h"

#include "app/documents/document.h"
#include "app/tools/capture_tool.h"
#include "app/tools/tool_list.h"
#include "app/tools/tool_state.h"

#include <utility>

namespace tessera::app {

ToolHand::ToolHand(CanvasScene& scene, ToolState& state)
    : m_scene(scene), m_state(state), m_capture(std::make_unique<CaptureTool>(state))
{
    for (const ToolRow& row : toolList())
        m_made.emplace(QString::fromLatin1(row.id), row.make(state));
}

ToolHand::~ToolHand() = default;

Tool& ToolHand::current() const
{
    const auto found = m_made.find(m_state.tool());
    return found != m_made.end() ? *found->second : *m_made.begin()->second;
}

Tool& ToolHand::toolFor(Qt::MouseButton button, Qt::KeyboardModifiers modifiers) const
{
    if (button == Qt::RightButton && current().paints())
        return *m_capture;
    const bool picks =
        button == Qt::RightButton || (modifiers.testFlag(Qt::ControlModifier) && !current().takesControl());
    return picks ? *m_made.at(QStringLiteral("pick")) : current();
}

void ToolHand::press(const ToolEvent& event, By by)
{
    m_by = by;
    m_pressed = &toolFor(event.button, event.modifiers);
    m_scene.document->setPainting(true);
    m_pressed->press(*m_scene.document, event);
}

void ToolHand::move(const ToolEvent& event)
{
    m_pressed->move(*m_scene.document, event);
}

void ToolHand::release(const ToolEvent& event)
{
    std::exchange(m_pressed, nullptr)->release(*m_scene.document, event);
    m_scene.document->setPainting(false);
}

bool ToolHand::abort()
{
    if (!m_pressed)
        return false;
    std::exchange(m_pressed, nullptr)->abort(*m_scene.document);
    m_scene.document->setPainting(false);
    return true;
}

void ToolHand::reset()
{
    m_pressed = nullptr;
    if (m_scene.document)
        m_scene.document->setPainting(false);
    for (const auto& [id, tool] : m_made)
        tool->reset();
    m_capture->reset();
}

} // namespace tessera::app
