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
    {"codebook", QT_TRANSLATE_NOOP("Panels", "Codebook"), "F6", QT_TRANSLATE_NOOP("Panels", "What each code decodes to; a click takes one to paint with."),
     PanelPlace::open, make<CodebookPanel>},
    {"code", QT_TRANSLATE_NOOP("Panels", "Code Inspector"), "Shift+F6", QT_TRANSLATE_NOOP("Panels", "Where the current code is used, and the codes nearest to it."),
     PanelPlace::behind, make<CodeInspector>},
    {"overlays", QT_TRANSLATE_NOOP("Panels", "Overlays"), "F12", QT_TRANSLATE_NOOP("Panels", "What lies over the panes: codes, contours, edited cells, maps."),
     PanelPlace::closed, make<OverlaysPanel>},
    {"pixels", QT_TRANSLATE_NOOP("Panels", "Pixels"), "Shift+F12", QT_TRANSLATE_NOOP("Panels", "A loupe, and figures and a histogram of the pixels."),
     PanelPlace::closed, make<PixelsPanel>},
    {"quality", QT_TRANSLATE_NOOP("Panels", "Quality"), "Shift+F7", QT_TRANSLATE_NOOP("Panels", "How far the reconstruction is from the input, and where that comes from."),
     PanelPlace::closed, make<QualityPanel>},
    {"usage", QT_TRANSLATE_NOOP("Panels", "Usage"), "Shift+F11", QT_TRANSLATE_NOOP("Panels", "How often each code is used, in this picture or in those of a folder."),
     PanelPlace::closed, make<UsagePanel>},
    {"atlas", QT_TRANSLATE_NOOP("Panels", "Atlas"), "Ctrl+F7", QT_TRANSLATE_NOOP("Panels", "A map of the codebook: like codes lie together."),
     PanelPlace::closed, make<AtlasPanel>},
    {"influence", QT_TRANSLATE_NOOP("Panels", "Influence"), "Ctrl+F8", QT_TRANSLATE_NOOP("Panels", "How far the exchange of one code reaches."),
     PanelPlace::closed, make<InfluencePanel>},
    {"robustness", QT_TRANSLATE_NOOP("Panels", "Robustness"), "Ctrl+F9", QT_TRANSLATE_NOOP("Panels", "What is lost when some of the codes are exchanged."),
     PanelPlace::closed, make<RobustnessPanel>},
    {"spectrum", QT_TRANSLATE_NOOP("Panels", "Spectrum"), "Shift+F8", QT_TRANSLATE_NOOP("Panels", "Which detail comes through, by its size."),
     PanelPlace::closed, make<SpectrumPanel>},
    {"polish", QT_TRANSLATE_NOOP("Panels", "Polish"), "Shift+F9", QT_TRANSLATE_NOOP("Panels", "Look for codes that come nearer to the input."),
     PanelPlace::closed, make<PolishPanel>},
    {"information", QT_TRANSLATE_NOOP("Panels", "Information"), "F7", QT_TRANSLATE_NOOP("Panels", "Facts about the model, the picture and the device."),
     PanelPlace::open, make<InformationPanel>},
    {"stamps", QT_TRANSLATE_NOOP("Panels", "Stamps"), "F9", QT_TRANSLATE_NOOP("Panels", "The stamps that are kept; a click takes one up."),
     PanelPlace::behind, make<StampsPanel>},
    {"history", QT_TRANSLATE_NOOP("Panels", "History"), "F10", QT_TRANSLATE_NOOP("Panels", "The steps of undo and redo; a click goes there."),
     PanelPlace::behind, make<HistoryPanel>},
    {"performance", QT_TRANSLATE_NOOP("Panels", "Performance"), "F8", QT_TRANSLATE_NOOP("Panels", "Where the time of a decode goes."),
     PanelPlace::closed, make<PerformancePanel>},
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

QString panelHint(const PanelRow& row)
{
    return QCoreApplication::translate("Panels", row.hint);
}

} // namespace tessera::app
