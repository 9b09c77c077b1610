// SPDX-License-Identifier: GPL-3.0-or-later
// The codebook: the current code above, all codes below, or those that a filter leaves, in an order of one's choice.
#pragma once

#include "app/panels/panel_list.h"

#include <QPointer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;

namespace tessera::app {

class CodeCard;
class CodeGrid;
class Document;

class CodebookPanel : public QWidget {
    Q_OBJECT
public:
    explicit CodebookPanel(const PanelContext& context, QWidget* parent = nullptr);

    CodeGrid& grid() { return *m_grid; }

private:
    void watchDocument();
    void recount();
    void renew(); ///< another model

    PanelContext m_context;
    QPointer<Document> m_document;
    CodeCard* m_card;
    CodeGrid* m_grid;
    QComboBox* m_order;
    QComboBox* m_look;
    QLineEdit* m_filter;
    QLabel* m_summary;
};

} // namespace tessera::app
