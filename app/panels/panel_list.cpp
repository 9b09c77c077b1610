// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/panel_list.h"

#include "app/panels/atlas_panel.h"
#include "app/panels/code_inspector.h"
#include "app/panels/codebook_panel.h"
#include "app/panels/history_panel.h"
#include "app/panels/influence_panel.h"
#include "app/panels/information_panel.h"
#include "app/panels/overlays_panel.h"
#include "app/panels/performance_panel.h"
#include "app/panels/pixels_panel.h"
#include "app/panels/polish_panel.h"
#include "app/panels/quality_panel.h"
#include "app/panels/robustness_panel.h"
#include "app/panels/spectrum_panel.h"
#include "app/panels/stamps_panel.h"
#include "app/panels/usage_panel.h"

#include <QCoreApplication>

namespace tessera::app {
namespace {

template <class Panel>
QWidget* make(const PanelContext& context, QWidget* parent)
{
    return new Panel(context, parent);
}

const PanelRow kPanels[] = {
    {"codebook", QT_TRANSLATE_NOOP("Panels", "Codebook"), "F6", PanelPlace::open, make<CodebookPanel>},
    {"code", QT_TRANSLATE_NOOP("Panels", "Code Inspector"), "Shift+F6", PanelPlace::behind, make<CodeInspector>},
    {"overlays", QT_TRANSLATE_NOOP("Panels", "Overlays"), "F12", PanelPlace::closed, make<OverlaysPanel>},
    {"pixels", QT_TRANSLATE_NOOP("Panels", "Pixels"), "Shift+F12", PanelPlace::closed, make<PixelsPanel>},
    {"quality", QT_TRANSLATE_NOOP("Panels", "Quality"), "Shift+F7", PanelPlace::closed, make<QualityPanel>},
    {"usage", QT_TRANSLATE_NOOP("Panels", "Usage"), "Shift+F11", PanelPlace::closed, make<UsagePanel>},
    {"atlas", QT_TRANSLATE_NOOP("Panels", "Atlas"), "Ctrl+F7", PanelPlace::closed, make<AtlasPanel>},
    {"influence", QT_TRANSLATE_NOOP("Panels", "Influence"), "Ctrl+F8", PanelPlace::closed, make<InfluencePanel>},
    {"robustness", QT_TRANSLATE_NOOP("Panels", "Robustness"), "Ctrl+F9", PanelPlace::closed, make<RobustnessPanel>},
    {"spectrum", QT_TRANSLATE_NOOP("Panels", "Spectrum"), "Shift+F8", PanelPlace::closed, make<SpectrumPanel>},
    {"polish", QT_TRANSLATE_NOOP("Panels", "Polish"), "Shift+F9", PanelPlace::closed, make<PolishPanel>},
    {"information", QT_TRANSLATE_NOOP("Panels", "Information"), "F7", PanelPlace::open, make<InformationPanel>},
    {"stamps", QT_TRANSLATE_NOOP("Panels", "Stamps"), "F9", PanelPlace::behind, make<StampsPanel>},
    {"history", QT_TRANSLATE_NOOP("Panels", "History"), "F10", PanelPlace::behind, make<HistoryPanel>},
    {"performance", QT_TRANSLATE_NOOP("Panels", "Performance"), "F8", PanelPlace::closed, make<PerformancePanel>},
};

} // namespace

std::span<const PanelRow> panelList()
{
    return kPanels;
}

QString panelName(const PanelRow& row)
{
    return QCoreApplication::translate("Panels", row.name);
}

} // namespace tessera::app
