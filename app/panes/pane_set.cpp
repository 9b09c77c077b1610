// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/pane_set.h"

#include "app/panes/pane_header.h"
#include "app/panes/pane_view.h"

#include <QScopedValueRollback>

#include <algorithm>
#include <span>

namespace tessera::app {
namespace {

constexpr int kGap = 1;      ///< the line between panes
constexpr int kBlinkMs = 700;

} // namespace

PaneSet::PaneSet(const CanvasScene& scene, Viewport& shared, QWidget& canvas)
    : QObject(&canvas), m_shared(shared), m_canvas(canvas),
      m_kept{{1, keptOf({PaneSource::reconstruction})},
             {2, keptOf({PaneSource::codes, PaneSource::reconstruction})},
             {4, keptOf({PaneSource::input, PaneSource::codes, PaneSource::reconstruction, PaneSource::error})}}
{
    for (const Kept& kept : m_kept.at(kMost)) {
        auto* pane = new PaneView(kept.own, scene, shared, &canvas);
        m_headers.push_back(new PaneHeader(*pane, scene, &canvas));
        m_panes.push_back(pane);
        connect(pane, &PaneView::setupChanged, this, &PaneSet::keepSetups);
    }
    m_clock.setInterval(kBlinkMs);
    connect(&m_clock, &QTimer::timeout, this, &PaneSet::blink);
    showActive();
    placeLegends();
}

std::vector<PaneSet::Kept> PaneSet::keptOf(std::initializer_list<PaneSource> sources)
{
    std::vector<Kept> kept;
    for (const PaneSource source : sources)
        kept.push_back({.setup = {.first = {source}}});
    return kept;
}

PaneSet::~PaneSet()
{
    qDeleteAll(m_headers);
    qDeleteAll(m_panes);
}

PaneHeader& PaneSet::headerOf(const PaneView& pane) const
{
    return *m_headers[static_cast<std::size_t>(std::ranges::find(m_panes, &pane) - m_panes.begin())];
}

void PaneSet::setCount(int count)
{
    if (count == m_count || !m_kept.contains(count))
        return;
    m_count = count;
    m_active = 0;
    {
        const QScopedValueRollback restoring(m_restoring, true);
        const std::vector<Kept>& kept = m_kept.at(count);
        for (std::size_t i = 0; i < m_panes.size(); ++i)
            m_panes[i]->setSetup(i < kept.size() ? kept[i].setup : PaneSetup{.first = m_panes[i]->setup().first});
    }
    keepTime();
    placeLegends();
    arrange(m_size);
    showActive();
    emit layoutChanged();
}

std::vector<PaneSource> PaneSet::sources(int count) const
{
    std::vector<PaneSource> sources;
    for (const Kept& kept : m_kept.at(count))
        sources.push_back(kept.own);
    return sources;
}

void PaneSet::setSources(int count, const std::vector<PaneSource>& sources)
{
    std::vector<Kept>& kept = m_kept.at(count);
    for (std::size_t i = 0; i < std::min(kept.size(), sources.size()); ++i) {
        kept[i] = {.setup = {.first = {sources[i]}}};
        if (count == m_count)
            m_panes[i]->setSetup(kept[i].setup);
    }
}

void PaneSet::keepSetups()
{
    if (m_restoring)
        return;
    std::vector<Kept>& kept = m_kept.at(m_count);
    bool isNew = false;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        const PaneSetup& setup = m_panes[i]->setup();
        isNew |= kept[i].setup.first != setup.first;
        kept[i].setup = setup;
        if (setup.first.document == 0)
            kept[i].own = setup.first.source;
    }
    keepTime();
    placeLegends();
    if (isNew)
        emit layoutChanged();
}

/// The clock runs while something blinks.
void PaneSet::keepTime()
{
    const bool blinks = std::ranges::any_of(
        m_panes, [](const PaneView* pane) { return pane->setup().compare == Compare::blink; });
    if (blinks && !m_clock.isActive()) {
        m_second = false;
        m_clock.start();
    } else if (!blinks) {
        m_clock.stop();
    }
}

/// In the panes that show the codes; where none does, in the first.
void PaneSet::placeLegends()
{
    const auto seen = std::span(m_panes).first(static_cast<std::size_t>(m_count));
    const auto showsCodes = [](const PaneView* pane) { return pane->setup().shows(PaneSource::codes); };
    const bool isAnywhere = std::ranges::any_of(seen, showsCodes);
    for (PaneView* pane : m_panes)
        pane->setLegends(isAnywhere ? showsCodes(pane) : pane == m_panes.front());
}

void PaneSet::blink()
{
    m_second = !m_second;
    for (PaneView* pane : m_panes)
        if (pane->setup().compare == Compare::blink)
            pane->setSecondSeen(m_second);
}

void PaneSet::setActive(const PaneView& pane)
{
    const auto at = static_cast<std::size_t>(std::ranges::find(m_panes, &pane) - m_panes.begin());
    if (at == m_active || at >= static_cast<std::size_t>(m_count))
        return;
    m_active = at;
    showActive();
    emit activeChanged();
}

void PaneSet::showActive()
{
    for (std::size_t i = 0; i < m_headers.size(); ++i)
        m_headers[i]->setActive(m_count > 1 && i == m_active);
}

void PaneSet::arrange(QSize size)
{
    m_size = size;
    const int header = m_headers.front()->sizeHint().height();
    // Two panes stand where they get more room for a picture.
    const bool isTall = size.height() > size.width();
    const int cols = m_count == 4 || (m_count == 2 && !isTall) ? 2 : 1, rows = m_count / cols;
    const int width = std::max((size.width() - (cols - 1) * kGap) / cols, 1);
    const int height = std::max((size.height() - (rows - 1) * kGap) / rows - header, 1);
    for (std::size_t i = 0; i < m_panes.size(); ++i) {
        const int col = static_cast<int>(i) % cols, row = static_cast<int>(i) / cols;
        const int x = col * (width + kGap), y = row * (height + header + kGap);
        const bool isSeen = static_cast<int>(i) < m_count;
        if (isSeen) {
            m_headers[i]->setGeometry(x, y, width, header);
            m_panes[i]->setGeometry(x, y + header, width, height);
        }
        m_headers[i]->setVisible(isSeen);
        m_panes[i]->setVisible(isSeen);
    }
    m_shared.setPaneSize(QSizeF(width, height));
}

void PaneSet::refreshHeaders()
{
    for (PaneHeader* header : m_headers)
        header->refresh();
}

void PaneSet::update()
{
    for (PaneView* pane : m_panes)
        pane->update();
}

} // namespace tessera::app
