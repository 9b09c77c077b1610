// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions/connect_actions.h"

#include "app/canvas/canvas.h"
#include "app/files/settings.h"
#include "app/panes/pane_set.h"
#include "app/panes/pane_view.h"

namespace tessera::app {
namespace {

constexpr int kCounts[] = {1, 2, 4};

QString sourcesKey(int count) { return QStringLiteral("%1/%2").arg(QLatin1String(settings_key::kSources)).arg(count); }

void saveLayout(const PaneSet& panes)
{
    Settings settings = openSettings();
    settings.setValue(settings_key::kPanes, panes.count());
    for (const int count : kCounts) {
        QStringList ids;
        for (const PaneSource source : panes.sources(count))
            ids << sourceId(source);
        settings.setValue(sourcesKey(count), ids);
    }
}

void restoreLayout(PaneSet& panes)
{
    const Settings settings = openSettings();
    for (const int count : kCounts) {
        std::vector<PaneSource> sources;
        for (const QString& id : settings.value(sourcesKey(count)).toStringList())
            sources.push_back(sourceFromId(id));
        panes.setSources(count, sources);
    }
    panes.setCount(settings.value(settings_key::kPanes, PaneSet::kMost).toInt());
}

QString countId(int count) { return QStringLiteral("panes-%1").arg(count); }

void connectLayouts(ActionSet& actions, PaneSet& panes)
{
    for (const int count : kCounts)
        actions.on(countId(count), &panes, [&panes, count] { panes.setCount(count); });
    restoreLayout(panes);
    const auto keep = [&actions, &panes] {
        actions.at(countId(panes.count())).setChecked(true);
        saveLayout(panes);
    };
    QObject::connect(&panes, &PaneSet::layoutChanged, &actions, keep);
    keep();
}

void connectActivePane(ActionSet& actions, PaneSet& panes)
{
    struct Row {
        const char* id;
        Compare mode;
    };
    static constexpr Row kModes[] = {{"compare-wipe", Compare::wipe},
                                     {"compare-blink", Compare::blink},
                                     {"compare-difference", Compare::difference}};
    const auto show = [&actions, &panes] {
        for (const Row& row : kModes)
            actions.at(row.id).setChecked(panes.active().setup().compare == row.mode);
        actions.at("linked").setChecked(panes.active().link().isLinked());
    };
    for (const Row& row : kModes)
        actions.on(row.id, &panes, [&panes, show, mode = row.mode] {
            PaneView& pane = panes.active();
            pane.setCompare(pane.setup().compare == mode ? Compare::off : mode);
            show();
        });
    actions.on("linked", &panes, [&panes] { panes.active().link().setLinked(!panes.active().link().isLinked()); });
    actions.on("align", &panes, [&panes] { panes.active().link().align(); });
    QObject::connect(&panes, &PaneSet::activeChanged, &actions, show);
    QObject::connect(&panes, &PaneSet::layoutChanged, &actions, show);
    for (PaneView* pane : panes.all()) {
        QObject::connect(pane, &PaneView::setupChanged, &actions, show);
        QObject::connect(&pane->link(), &ViewLink::changed, &actions, show);
    }
    show();
}

} // namespace

void connectPaneActions(ActionSet& actions, const Workspace& work)
{
    connectLayouts(actions, work.canvas.paneSet());
    connectActivePane(actions, work.canvas.paneSet());
    work.canvas.setKeyOf([&actions](const QString& id) { return actions.at(id).shortcut(); });
}

} // namespace tessera::app
