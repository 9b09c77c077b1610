// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/op_list.h"

#include "app/window/plain_text.h"

#include <QLocale>

#include <algorithm>
#include <numeric>
#include <utility>

namespace tessera::app {
namespace {

double gigaflops(const core::OpTiming& op)
{
    return op.milliseconds > 0 ? op.flops / op.milliseconds * 1e-6 : 0;
}

QString textOf(const std::string& text)
{
    return QString::fromStdString(text).replace(QLatin1String("->"), QStringLiteral("→"));
}

/// "24.1 GFLOP/s", or nothing for ops that are not counted in multiplications.
QString speedOf(const core::OpTiming& op)
{
    const double speed = gigaflops(op);
    return speed > 0 ? OpList::tr("%1 GFLOP/s").arg(shortNumber(speed)) : QString();
}

QString joined(QStringList parts, const QString& between)
{
    parts.removeAll(QString());
    return parts.join(between);
}

} // namespace

QString shortNumber(double value)
{
    return QLocale().toString(value, 'f', value < 10 ? 2 : value < 100 ? 1 : 0);
}

void OpList::setOps(std::vector<core::OpTiming> ops)
{
    const bool sameRows = ops.size() == m_ops.size(); // what is selected and in sight stays so
    if (!sameRows)
        beginResetModel();
    m_ops = std::move(ops);
    m_sum = m_slowest = 0;
    for (const core::OpTiming& op : m_ops) {
        m_sum += op.milliseconds;
        m_slowest = std::max(m_slowest, op.milliseconds);
    }
    arrange();
    if (!sameRows)
        endResetModel();
    else if (!m_ops.empty())
        emit dataChanged(index(0), index(rowCount() - 1));
}

void OpList::setSlowestFirst(bool slowestFirst)
{
    m_slowestFirst = slowestFirst;
    arrange();
    if (!m_ops.empty())
        emit dataChanged(index(0), index(rowCount() - 1));
}

void OpList::arrange()
{
    m_rows.resize(m_ops.size());
    std::iota(m_rows.begin(), m_rows.end(), std::size_t{0});
    if (m_slowestFirst)
        std::ranges::stable_sort(m_rows, [this](std::size_t a, std::size_t b) {
            return m_ops[a].milliseconds > m_ops[b].milliseconds;
        });
}

int OpList::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant OpList::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const std::size_t at = m_rows[static_cast<std::size_t>(index.row())];
    const core::OpTiming& op = m_ops[at];
    const QString time = tr("%1 ms").arg(shortNumber(op.milliseconds));
    const double share = m_sum > 0 ? op.milliseconds / m_sum * 100 : 0;
    switch (role) {
    case Qt::DisplayRole:
        return textOf(op.name);
    case Qt::ToolTipRole:
        return plainToolTip(joined({textOf(op.name), textOf(op.shape), textOf(op.variant),
                                    tr("%1, %2 % of the whole").arg(time, shortNumber(share)), speedOf(op),
                                    tr("number %1 of %2").arg(at + 1).arg(m_ops.size())},
                                   QStringLiteral("\n")));
    case Qt::AccessibleTextRole:
        return joined({textOf(op.name), time, textOf(op.shape), textOf(op.variant), speedOf(op)}, QStringLiteral(", "));
    case kTiming:
        return time;
    case kPartOfSlowest:
        return m_slowest > 0 ? op.milliseconds / m_slowest : 0.0;
    case kSpeed:
        return speedOf(op);
    case kDetail:
        return joined({textOf(op.shape), textOf(op.variant)}, QStringLiteral("  ·  "));
    default:
        return {};
    }
}

} // namespace tessera::app
