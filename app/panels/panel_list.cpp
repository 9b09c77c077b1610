// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/panel_list.h"

#include "app/panels/codebook_panel.h"
#include "app/panels/information_panel.h"

#include <QCoreApplication>

namespace tessera::app {
namespace {

template <class Panel>
QWidget* make(const PanelContext& context, QWidget* parent)
{
    return new Panel(context, parent);
}

const PanelRow kPanels[] = {
    {"codebook", QT_TRANSLATE_NOOP("Panels", "Codebook"), "F6", make<CodebookPanel>},
    {"information", QT_TRANSLATE_NOOP("Panels", "Information"), "F7", make<InformationPanel>},
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
