// SPDX-License-Identifier: GPL-3.0-or-later
// The stamp in hand above, with what turns it; the stamps that are kept below. A click takes one up.
#pragma once

#include "app/panels/panel_list.h"

#include <QWidget>

class QLabel;
class QListView;

namespace tessera::app {

class StampModel;
class StampPictures;

class StampsPanel : public QWidget {
    Q_OBJECT
public:
    explicit StampsPanel(const PanelContext& context, QWidget* parent = nullptr);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showHand();
    void takeUp(int place);
    void removeCurrent();

    PanelContext m_context;
    StampPictures* m_pictures;
    StampModel* m_model;
    QLabel* m_picture;
    QLabel* m_text;
    QListView* m_list;
};

} // namespace tessera::app
