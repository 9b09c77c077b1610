// SPDX-License-Identifier: GPL-3.0-or-later
// The codebook: the current code above, all codes below, or those that a filter leaves, in an order of one's choice. How
// often each is used is counted in the picture in front, or in all open ones of the same model.
#pragma once

#include "app/panels/panel_list.h"
#include "app/panels/swatch_painter.h"

#include <QList>
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
    QList<Document*> counted() const; ///< whose cells are counted
    void recount();
    void renew(); ///< another model

    PanelContext m_context;
    QPointer<Document> m_document;
    QList<QPointer<Document>> m_watched; ///< those that are counted
    CodeCard* m_card;
    CodeGrid* m_grid;
    QComboBox* m_order;
    QComboBox* m_look;
    CodeLook m_wantedLook = CodeLook::decoded; ///< as chosen; patches come after their model, or not at all
    QLineEdit* m_filter;
    QComboBox* m_scope;
    QLabel* m_summary;
};

} // namespace tessera::app
