// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/tool_state.h"

#include "app/codes/codebook_search.h"
#include "core/edit/dice.h"

#include <QRandomGenerator>

#include <algorithm>
#include <utility>

namespace tessera::app {

ToolState::ToolState(QObject* parent)
    : QObject(parent), m_search(new CodebookSearch(this)), m_seed(QRandomGenerator::global()->generate64())
{
}

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

void ToolState::setCodeB(int code)
{
    code = std::max(code, 0);
    if (m_codeB == code)
        return;
    m_codeB = code;
    emit codeBChanged(code);
}

void ToolState::swapCodes()
{
    const int a = m_code;
    setCode(m_codeB);
    setCodeB(a);
}

void ToolState::setBrushSize(int size)
{
    size = std::clamp(size, 1, kMaxBrushSize);
    if (m_brushSize == size)
        return;
    m_brushSize = size;
    m_shape.thickness = size;
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

void ToolState::setStamp(core::CodeBlock stamp)
{
    if (m_stamp == stamp)
        return;
    m_stamp = std::move(stamp);
    emit stampChanged();
}

void ToolState::setDice(bool on)
{
    if (m_dice == on)
        return;
    m_dice = on;
    emit stampChanged();
}

void ToolState::setSeed(quint64 seed)
{
    if (m_seed == seed)
        return;
    m_seed = seed;
    emit stampChanged();
}

void ToolState::roll()
{
    setSeed(core::nextSeed(m_seed));
}

void ToolState::setShapeStyle(core::ShapeKind kind, bool filled)
{
    if (m_shape.kind == kind && m_shape.filled == filled)
        return;
    m_shape.kind = kind;
    m_shape.filled = filled;
    emit shapeChanged();
}

void ToolState::setJitter(const JitterOptions& options)
{
    JitterOptions wanted = options;
    wanted.reach = std::clamp(wanted.reach, 1, JitterOptions::kMostReach);
    wanted.strength = std::clamp(wanted.strength, 0.0, 1.0);
    if (std::exchange(m_jitter, wanted) != wanted)
        emit optionsChanged();
}

void ToolState::setMorph(const MorphOptions& options)
{
    MorphOptions wanted = options;
    wanted.strength = std::clamp(wanted.strength, 0.0, 1.0);
    wanted.hardness = std::clamp(wanted.hardness, 0.0, 1.0);
    if (std::exchange(m_morph, wanted) != wanted)
        emit optionsChanged();
}

void ToolState::setPixels(const PixelOptions& options)
{
    PixelOptions wanted = options;
    wanted.brush.size = std::clamp(wanted.brush.size, 1, PixelOptions::kMostSize);
    wanted.brush.hardness = std::clamp(wanted.brush.hardness, 0.0, 1.0);
    wanted.brush.opacity = std::clamp(wanted.brush.opacity, 0.0, 1.0);
    wanted.colour |= 0xFF000000U;
    if (std::exchange(m_pixels, wanted) != wanted)
        emit optionsChanged();
}

void ToolState::growBrush(int steps)
{
    if (m_tool != QLatin1String("pixel")) {
        setBrushSize(m_brushSize + steps);
        return;
    }
    PixelOptions options = m_pixels;
    for (; steps > 0; --steps)
        options.brush.size += std::max(options.brush.size / 10, 1);
    for (; steps < 0; ++steps)
        options.brush.size -= std::max(options.brush.size / 11, 1);
    setPixels(options);
}

} // namespace tessera::app
