// SPDX-License-Identifier: GPL-3.0-or-later
// The stamps of the shelf as the rows of a list: picture, name, size and key. Names can be edited.
#pragma once

#include <QAbstractListModel>

namespace tessera::app {

class StampPictures;
class StampShelf;

class StampModel : public QAbstractListModel {
    Q_OBJECT
public:
    StampModel(StampShelf& shelf, StampPictures& pictures, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    void renew();

    StampShelf& m_shelf;
    StampPictures& m_pictures;
    int m_rows = 0;
};

} // namespace tessera::app
