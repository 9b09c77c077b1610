// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/action_search.h"

#include "app/actions/fuzzy_match.h"
#include "app/window/theme.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

namespace tessera::app {
namespace {

constexpr int kWidth = 620;
constexpr int kRows = 12;
constexpr int kPathRole = Qt::UserRole, kKeyRole = Qt::UserRole + 1, kIndexRole = Qt::UserRole + 2;
constexpr int kMargin = 10;

QString pathText(const MenuAction& action) { return action.path.join(QStringLiteral(" › ")); }

/// Icon and name, the way to it in quieter words, and the key at the right.
class Row : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override
    {
        return {kWidth / 2, option.fontMetrics.height() + 10};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const bool enabled = index.flags() & Qt::ItemIsSelectable;
        const bool chosen = option.state & QStyle::State_Selected;
        const QPalette& colours = option.palette;
        const QPalette::ColorGroup group = enabled ? QPalette::Active : QPalette::Disabled;
        if (chosen)
            painter->fillRect(option.rect, colours.brush(group, QPalette::Highlight));
        const QColor name = colours.color(group, chosen ? QPalette::HighlightedText : QPalette::Text);
        const QColor quiet = !enabled || chosen ? name : quietText(colours);
        QRect rest = option.rect.adjusted(kMargin, 0, -kMargin, 0);
        const int side = option.fontMetrics.height();
        qvariant_cast<QIcon>(index.data(Qt::DecorationRole))
            .paint(painter, QRect(rest.left(), rest.center().y() - side / 2, side, side), Qt::AlignCenter,
                   enabled ? QIcon::Normal : QIcon::Disabled);
        rest.setLeft(rest.left() + side + kMargin);
        const auto draw = [&](const QColor& colour, int alignment, const QString& text) {
            painter->setPen(colour);
            painter->drawText(rest, alignment | Qt::AlignVCenter | Qt::TextSingleLine, text);
            return option.fontMetrics.horizontalAdvance(text);
        };
        rest.setRight(rest.right() - draw(quiet, Qt::AlignRight, index.data(kKeyRole).toString()) - kMargin);
        rest.setLeft(rest.left() + draw(name, Qt::AlignLeft, index.data(Qt::DisplayRole).toString()) + kMargin);
        draw(quiet, Qt::AlignLeft,
             option.fontMetrics.elidedText(index.data(kPathRole).toString(), Qt::ElideRight, rest.width()));
    }
};

} // namespace

ActionSearch::ActionSearch(const QMenuBar& bar, QWidget* window)
    : QFrame(window, Qt::Popup)
    , m_actions(menuActions(bar))
    , m_query(new QLineEdit(this))
    , m_found(new QListWidget(this))
{
    setObjectName(QStringLiteral("action-search"));
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::StyledPanel);
    setAccessibleName(tr("Search actions"));
    m_query->setPlaceholderText(tr("Search actions"));
    m_query->setAccessibleName(tr("Search actions"));
    m_query->setClearButtonEnabled(true);
    m_query->installEventFilter(this);
    m_found->setItemDelegate(new Row(m_found));
    m_found->setAccessibleName(tr("Actions that fit"));
    m_found->setFocusPolicy(Qt::NoFocus); // the letters go on
    m_found->setFrameShape(QFrame::NoFrame);
    m_found->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_found->setUniformItemSizes(true);
    auto* all = new QVBoxLayout(this);
    all->addWidget(m_query);
    all->addWidget(m_found, 1);
    connect(m_query, &QLineEdit::textChanged, this, &ActionSearch::refresh);
    connect(m_query, &QLineEdit::returnPressed, this, &ActionSearch::run);
    connect(m_found, &QListWidget::itemClicked, this, &ActionSearch::run);
    refresh({});
    const int row = fontMetrics().height() + 10;
    resize(std::min(kWidth, window->width() - 2 * kMargin), kRows * row + m_query->sizeHint().height() + 40);
    QFrame::move(window->mapToGlobal(QPoint((window->width() - width()) / 2, window->height() / 10)));
}

void ActionSearch::showEvent(QShowEvent* event)
{
    QFrame::showEvent(event);
    m_query->setFocus(Qt::PopupFocusReason);
}

void ActionSearch::refresh(const QString& query)
{
    struct Hit {
        int place;
        int score;
    };
    std::vector<Hit> hits;
    for (int i = 0; i < m_actions.size(); ++i) {
        // What the name says counts for more than where it stands.
        const std::optional<int> name = fuzzyMatch(query, m_actions[i].name);
        const std::optional<int> all = fuzzyMatch(query, pathText(m_actions[i]) + QLatin1Char(' ') + m_actions[i].name);
        if (m_actions[i].action && all)
            hits.push_back({i, name ? 2 * *name : *all});
    }
    std::ranges::stable_sort(hits, std::greater<>(), &Hit::score);
    m_found->clear();
    for (const Hit& hit : hits) {
        const MenuAction& found = m_actions[hit.place];
        auto* item = new QListWidgetItem(found.action->icon(), found.name, m_found);
        const QString key = found.action->shortcut().toString(QKeySequence::NativeText);
        item->setData(kPathRole, pathText(found));
        item->setData(kKeyRole, key);
        item->setData(kIndexRole, hit.place);
        const bool enabled = found.action->isEnabled();
        QStringList words{found.name, pathText(found), key, enabled ? QString() : tr("cannot be used now")};
        words.removeAll(QString());
        item->setData(Qt::AccessibleTextRole, words.join(QStringLiteral(", ")));
        item->setToolTip(found.action->statusTip());
        if (!enabled)
            item->setFlags(item->flags() & ~Qt::ItemIsSelectable & ~Qt::ItemIsEnabled);
    }
    if (m_found->count() > 0)
        m_found->setCurrentRow(0);
}

bool ActionSearch::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_query && event->type() == QEvent::KeyPress)
        switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Down: return move(1), true;
        case Qt::Key_Up: return move(-1), true;
        case Qt::Key_PageDown: return move(kRows - 1), true;
        case Qt::Key_PageUp: return move(1 - kRows), true;
        case Qt::Key_Escape: return close(), true;
        default: break;
        }
    return QFrame::eventFilter(watched, event);
}

void ActionSearch::move(int rows)
{
    m_found->setCurrentRow(std::clamp(m_found->currentRow() + rows, 0, std::max(m_found->count() - 1, 0)));
}

void ActionSearch::run()
{
    const QListWidgetItem* item = m_found->currentItem();
    const QPointer<QAction> action = item ? m_actions[item->data(kIndexRole).toInt()].action : nullptr;
    if (!action || !action->isEnabled())
        return;
    close();
    // After the popup has gone: what the action opens must not open behind it.
    QMetaObject::invokeMethod(action, &QAction::trigger, Qt::QueuedConnection);
}

} // namespace tessera::app
