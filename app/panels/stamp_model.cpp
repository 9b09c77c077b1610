// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/stamp_model.h"

#include "app/stamps/stamp_pictures.h"
#include "app/stamps/stamp_shelf.h"
#include "app/window/plain_text.h"

namespace tessera::app {

StampModel::StampModel(StampShelf& shelf, StampPictures& pictures, QObject* parent)
    : QAbstractListModel(parent), m_shelf(shelf), m_pictures(pictures), m_rows(static_cast<int>(shelf.stamps().size()))
{
    connect(&shelf, &StampShelf::changed, this, &StampModel::renew);
    connect(&pictures, &StampPictures::changed, this, [this] {
        if (m_rows > 0)
            emit dataChanged(index(0), index(m_rows - 1), {Qt::DecorationRole});
    });
}

int StampModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

QVariant StampModel::data(const QModelIndex& index, int role) const
{
    const Stamp& stamp = m_shelf.stamps()[static_cast<std::size_t>(index.row())];
    const QString key = stamp.key == 0 ? QString() : tr("key %1").arg(stamp.key);
    const QString size = tr("%1 × %2 cells").arg(stamp.block.cols).arg(stamp.block.rows);
    switch (role) {
    case Qt::DisplayRole:
        return stamp.key == 0 ? stamp.name : QStringLiteral("%1   %2").arg(stamp.key).arg(stamp.name);
    case Qt::EditRole:
        return stamp.name;
    case Qt::DecorationRole:
        return m_pictures.picture(stamp.block);
    case Qt::ToolTipRole:
        return plainToolTip(stamp.name + QLatin1Char('\n') + size
                            + (key.isEmpty() ? QString() : QStringLiteral(", ") + key) + QLatin1Char('\n')
                            + tr("Click to take it up, F2 to rename it."));
    case Qt::AccessibleTextRole:
        return QStringList{stamp.name, size, key}.join(QStringLiteral(", "));
    default:
        return {};
    }
}

bool StampModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const QString name = value.toString().simplified();
    if (role != Qt::EditRole || name.isEmpty())
        return false;
    m_shelf.rename(index.row(), name);
    return true;
}

Qt::ItemFlags StampModel::flags(const QModelIndex& index) const
{
    return index.isValid() ? Qt::ItemIsSelectable | Qt::ItemIsEnabled | Qt::ItemIsEditable : Qt::NoItemFlags;
}

/// One more or one less at a time is told as that, so that the list keeps its place.
void StampModel::renew()
{
    const int rows = static_cast<int>(m_shelf.stamps().size());
    if (rows == m_rows + 1) {
        beginInsertRows({}, m_rows, m_rows);
        m_rows = rows;
        endInsertRows();
    } else if (rows != m_rows) {
        beginResetModel();
        m_rows = rows;
        endResetModel();
    }
    if (m_rows > 0)
        emit dataChanged(index(0), index(m_rows - 1));
}

} // namespace tessera::app
