// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/panel_list.h"

#include "app/panels/code_inspector.h"
#include "app/panels/codebook_panel.h"
#include "app/panels/information_panel.h"
#include "app/panels/overlays_panel.h"
#include "app/panels/performance_panel.h"
#include "app/panels/pixels_panel.h"

#include <QCoreApplication>

namespace tessera::app {
namespace {

template <class Panel>
QWidget* make(const PanelContext& context, QWidget* parent)
{
    return new Panel(context, parent);
}

const PanelRow kPanels[] = {
    {"codebook", QT_TRANSLATE_NOOP("Panels", "Codebook"), "F6", true, make<CodebookPanel>},
    {"code", QT_TRANSLATE_NOOP("Panels", "Code Inspector"), "Shift+F6", false, make<CodeInspector>},
    {"overlays", QT_TRANSLATE_NOOP("Panels", "Overlays"), "F12", false, make<OverlaysPanel>},
    {"pixels", QT_TRANSLATE_NOOP("Panels", "Pixels"), "Shift+F12", false, make<PixelsPanel>},
    {"information", QT_TRANSLATE_NOOP("Panels", "Information"), "F7", true, make<InformationPanel>},
    {"performance", QT_TRANSLATE_NOOP("Panels", "Performance"), "F8", false, make<PerformancePanel>},
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
