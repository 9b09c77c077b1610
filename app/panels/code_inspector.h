// SPDX-License-Identifier: GPL-3.0-or-later
// The code that is painted with, looked into: where it is used, and the codes nearest to it with their distances. A
// click paints with one of them.
#pragma once

#include "app/panels/panel_list.h"

#include <QPointer>
#include <QWidget>

#include <cstdint>
#include <vector>

class QCheckBox;
class QLabel;
class QTableWidget;

namespace tessera::app {

class Document;

class CodeInspector : public QWidget {
    Q_OBJECT
public:
    static constexpr int kNearest = 32;

    explicit CodeInspector(const PanelContext& context, QWidget* parent = nullptr);

    QTableWidget& table() { return *m_table; }

protected:
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void watchDocument();
    void refreshSoon(); ///< once somebody sees it
    void refresh();
    void recount();
    void showUse();
    void fillTable();
    void showSwatches();

    PanelContext m_context;
    QPointer<Document> m_document;
    std::vector<std::int64_t> m_counts; ///< by code; empty without a picture
    QLabel* m_swatch;
    QLabel* m_name;
    QLabel* m_use;
    QCheckBox* m_pin;
    QTableWidget* m_table;
};

} // namespace tessera::app
