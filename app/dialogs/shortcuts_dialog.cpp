// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/shortcuts_dialog.h"

#include "app/actions/fuzzy_match.h"
#include "app/actions/menu_actions.h"
#include "app/actions/shortcuts.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QPixmap>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace tessera::app {
namespace {

enum Column { kName, kMenu, kKeys, kChanged, kColumns };
constexpr int kIdRole = Qt::UserRole;

QString keyText(const QKeySequence& key) { return key.toString(QKeySequence::NativeText); }

} // namespace

ShortcutsDialog::ShortcutsDialog(Shortcuts& shortcuts, const QMenuBar& bar, QWidget* parent)
    : QDialog(parent), m_shortcuts(shortcuts), m_filter(new QLineEdit(this)), m_list(new QTreeWidget(this)),
      m_which(new QLabel(this)), m_key(new QKeySequenceEdit(this)), m_assign(new QPushButton(tr("&Assign"), this)),
      m_add(new QPushButton(tr("A&dd"), this)), m_clear(new QPushButton(tr("&No Key"), this)),
      m_reset(new QPushButton(tr("&Reset"), this)), m_notice(new QLabel(this))
{
    setObjectName(QStringLiteral("shortcuts-dialog"));
    setWindowTitle(tr("Change Keys"));
    m_filter->setPlaceholderText(tr("Find an action"));
    m_filter->setAccessibleName(tr("Find an action"));
    m_filter->setClearButtonEnabled(true);
    makeList(bar);
    m_notice->setTextFormat(Qt::PlainText);
    m_notice->setWordWrap(true);
    m_notice->setMinimumHeight(2 * fontMetrics().lineSpacing());
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton* all = buttons->addButton(tr("Reset A&ll"), QDialogButtonBox::ResetRole);
    all->setAutoDefault(false);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_filter);
    column->addWidget(m_list, 1);
    column->addLayout(makeEditor());
    column->addWidget(m_notice);
    column->addWidget(buttons);
    resize(720, 620);

    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(all, &QPushButton::clicked, &m_shortcuts, &Shortcuts::resetAll);
    connect(all, &QPushButton::clicked, this, &ShortcutsDialog::refresh);
    connect(m_filter, &QLineEdit::textChanged, this, &ShortcutsDialog::filter);
    connect(m_list, &QTreeWidget::currentItemChanged, this, [this] {
        m_key->clear();
        showChoice();
    });
    connect(m_key, &QKeySequenceEdit::keySequenceChanged, this, &ShortcutsDialog::showChoice);
    m_key->installEventFilter(this); // its own signal waits a second for more keys
    connect(m_assign, &QPushButton::clicked, this, [this] { assign(false); });
    connect(m_add, &QPushButton::clicked, this, [this] { assign(true); });
    connect(m_clear, &QPushButton::clicked, this, &ShortcutsDialog::clear);
    connect(m_reset, &QPushButton::clicked, this, &ShortcutsDialog::reset);
    refresh();
    m_list->setCurrentItem(m_list->topLevelItem(0));
}

void ShortcutsDialog::makeList(const QMenuBar& bar)
{
    m_list->setAccessibleName(tr("Actions and their keys"));
    m_list->setColumnCount(kColumns);
    m_list->setHeaderLabels({tr("Action"), tr("Menu"), tr("Keys"), QString()});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setAlternatingRowColors(true);
    // In the order of the menus, and of those actions only whose ids the settings know.
    QHash<const QAction*, QString> ids;
    for (const QString& id : m_shortcuts.ids())
        ids.insert(&m_shortcuts.action(id), id);
    QPixmap clear(QSize(64, 64));
    clear.fill(Qt::transparent);
    const QIcon none(clear); // so that all names begin at the same place
    for (const MenuAction& found : menuActions(bar)) {
        if (!ids.contains(found.action))
            continue;
        auto* item = new QTreeWidgetItem(m_list, {steadyName(*found.action), found.path.join(QStringLiteral(" › "))});
        item->setData(kName, kIdRole, ids.value(found.action));
        item->setIcon(kName, found.action->icon().isNull() ? none : found.action->icon());
        item->setToolTip(kName, found.action->statusTip());
    }
    m_list->header()->setSectionResizeMode(kName, QHeaderView::Stretch);
    for (const int column : {kMenu, kKeys, kChanged})
        m_list->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    m_list->header()->setStretchLastSection(false);
}

QLayout* ShortcutsDialog::makeEditor()
{
    m_key->setAccessibleName(tr("New key"));
    m_key->setToolTip(tr("Click here and press the key."));
    m_which->setTextFormat(Qt::PlainText);
    m_assign->setToolTip(tr("Make this the only key of the action."));
    m_add->setToolTip(tr("Make this one more key of the action."));
    m_clear->setToolTip(tr("Take all keys from the action."));
    m_reset->setToolTip(tr("Give the action the key back that it came with."));
    auto* row = new QHBoxLayout;
    row->addWidget(m_which, 1);
    row->addWidget(m_key);
    for (QPushButton* button : {m_assign, m_add, m_clear, m_reset}) {
        button->setAutoDefault(false);
        row->addWidget(button);
    }
    return row;
}

void ShortcutsDialog::refresh()
{
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        QTreeWidgetItem* item = m_list->topLevelItem(i);
        const QString id = item->data(kName, kIdRole).toString();
        item->setText(kKeys, keysText(m_shortcuts.action(id).shortcuts()));
        item->setText(kChanged, m_shortcuts.isChanged(id) ? tr("changed") : QString());
    }
    m_key->clear();
    showChoice();
}

void ShortcutsDialog::showChoice()
{
    const QString id = chosen();
    const QKeySequence key = typed();
    const QString reserved = Shortcuts::reservedFor(key), owner = m_shortcuts.ownerOf(key, id);
    m_which->setText(id.isEmpty() ? QString() : tr("Key for %1:").arg(steadyName(m_shortcuts.action(id))));
    m_key->setEnabled(!id.isEmpty());
    const bool usable = !id.isEmpty() && !key.isEmpty() && reserved.isEmpty();
    m_assign->setEnabled(usable);
    m_add->setEnabled(usable);
    m_clear->setEnabled(!id.isEmpty() && !m_shortcuts.action(id).shortcuts().isEmpty());
    m_reset->setEnabled(!id.isEmpty() && m_shortcuts.isChanged(id));
    QString notice;
    if (!reserved.isEmpty())
        notice = tr("%1 cannot be given away: on the panes it %2.").arg(keyText(key), reserved);
    else if (!owner.isEmpty())
        notice = tr("%1 is the key of %2 now, which would lose it.")
                     .arg(keyText(key), steadyName(m_shortcuts.action(owner)));
    m_notice->setText(notice);
    m_notice->setAccessibleName(notice);
}

bool ShortcutsDialog::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_key && event->type() == QEvent::KeyRelease)
        showChoice();
    return QDialog::eventFilter(watched, event);
}

void ShortcutsDialog::filter(const QString& text)
{
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        QTreeWidgetItem* item = m_list->topLevelItem(i);
        const QString all =
            item->text(kMenu) + QLatin1Char(' ') + item->text(kName) + QLatin1Char(' ') + item->text(kKeys);
        item->setHidden(!fuzzyMatch(text, all));
    }
}

QString ShortcutsDialog::chosen() const
{
    const QTreeWidgetItem* item = m_list->currentItem();
    return item ? item->data(kName, kIdRole).toString() : QString();
}

/// The first key of what was typed: no action here has a key of several presses.
QKeySequence ShortcutsDialog::typed() const
{
    const QKeySequence keys = m_key->keySequence();
    return keys.isEmpty() ? keys : QKeySequence(keys[0]);
}

void ShortcutsDialog::assign(bool beside)
{
    const QString id = chosen();
    QList<QKeySequence> keys = beside ? m_shortcuts.action(id).shortcuts() : QList<QKeySequence>();
    if (!keys.contains(typed()))
        keys.append(typed());
    m_shortcuts.set(id, keys);
    refresh();
}

void ShortcutsDialog::clear()
{
    m_shortcuts.set(chosen(), {});
    refresh();
}

void ShortcutsDialog::reset()
{
    m_shortcuts.reset(chosen());
    refresh();
}

} // namespace tessera::app
