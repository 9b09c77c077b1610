// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canvas/overlays.h"

#include "app/analysis/error_report.h"
#include "app/canvas/overlay_maps.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace tessera::app {
namespace {

/// What all but one in a hundred stay below: a few cells far off would leave all others in one colour.
double rangeOf(std::vector<float> values)
{
    std::erase_if(values, [](float value) { return !std::isfinite(value); });
    if (values.empty())
        return 1;
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(0.99 * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at > 0 ? double(*at) : 1;
}

} // namespace

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
    m_mapImage = {};
    const CellValues values = overlayMap(m_choice.map).values(m_distances.get(), m_errors.get());
    if (values.values.empty())
        return;
    m_mapRange = rangeOf({values.values.begin(), values.values.end()});
    m_mapImage = QImage(static_cast<int>(values.cols), static_cast<int>(values.rows), QImage::Format_RGB32);
    auto value = values.values.begin();
    for (int row = 0; row < m_mapImage.height(); ++row) {
        auto* line = reinterpret_cast<QRgb*>(m_mapImage.scanLine(row));
        for (int col = 0; col < m_mapImage.width(); ++col, ++value) {
            const core::Rgb colour = core::mapColour(mapColours(), double(*value) / m_mapRange);
            line[col] = qRgb(colour[0], colour[1], colour[2]);
        }
    }
}

} // namespace tessera::app
