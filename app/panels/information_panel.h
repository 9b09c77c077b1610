// SPDX-License-Identifier: GPL-3.0-or-later
// Facts about what is open: the model and what is odd about it, the picture and how it was fitted, the device.
#pragma once

#include "app/panels/panel_list.h"

#include <QPointer>
#include <QScrollArea>

namespace tessera::app {

class Document;

class InformationPanel : public QScrollArea {
    Q_OBJECT
public:
    explicit InformationPanel(const PanelContext& context, QWidget* parent = nullptr);

private:
    void watchDocument();
    void refresh();

    PanelContext m_context;
    QPointer<Document> m_document;
};

} // namespace tessera::app
