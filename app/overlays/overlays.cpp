// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overlays/overlays.h"

#include "app/analysis/error_report.h"
#include "app/overlays/overlay_maps.h"

namespace tessera::app {

void Overlays::setChoice(const Choice& choice)
{
    if (choice == m_choice)
        return;
    m_choice = choice;
    makeMap();
    emit choiceChanged();
    emit changed();
}

void Overlays::setHovered(int code)
{
    if (code == m_hovered)
        return;
    m_hovered = code;
    emit changed();
}

void Overlays::setPinned(int code)
{
    if (code == m_pinned)
        return;
    m_pinned = code;
    emit changed();
}

void Overlays::setDistances(const std::shared_ptr<const core::CodeDistances>& distances)
{
    if (distances == m_distances)
        return;
    m_distances = distances;
    makeMap();
    emit changed();
}

void Overlays::setErrors(const std::shared_ptr<const ErrorReport>& errors)
{
    if (errors == m_errors)
        return;
    m_errors = errors;
    if (overlayMap(m_choice.map).source != MapSource::errors)
        return;
    makeMap();
    emit changed();
}

core::ColourMap Overlays::mapColours() const
{
    return overlayMap(m_choice.map).colours;
}

void Overlays::makeMap()
{
    const OverlayMap& row = overlayMap(m_choice.map);
    const ColouredMap* made = row.made ? row.made(m_errors.get()) : nullptr;
    m_map = made ? *made : coloured(row.values(m_distances.get(), m_errors.get()), row.colours);
}

} // namespace tessera::app
