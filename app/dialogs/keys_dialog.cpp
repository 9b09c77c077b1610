// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/keys_dialog.h"

#include "app/actions/menu_actions.h"
#include "app/window/icons.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QMessageBox>
#include <QScrollArea>
#include <QVBoxLayout>

#include <utility>

namespace tessera::app {
namespace {

constexpr int kMostKeys = 2; ///< of one action

class Sheet : public QWidget {
public:
    Sheet() : m_grid(new QGridLayout(this))
    {
        m_grid->setHorizontalSpacing(24);
        m_grid->setVerticalSpacing(5);
        m_grid->setColumnStretch(1, 1);
    }

    void section(const QString& title)
    {
        auto* label = new QLabel(title, this);
        QFont font = label->font();
        font.setWeight(QFont::DemiBold);
        label->setFont(font);
        if (m_row > 0)
            m_grid->setRowMinimumHeight(m_row++, 10);
        m_grid->addWidget(label, m_row++, 0, 1, 2);
    }

    void row(const QString& keys, const QString& use)
    {
        auto* left = new QLabel(keys, this);
        left->setForegroundRole(QPalette::Link);
        auto* right = new QLabel(use, this);
        right->setWordWrap(true);
        right->setTextFormat(Qt::PlainText);
        left->setTextFormat(Qt::PlainText);
        m_grid->addWidget(left, m_row, 0, Qt::AlignTop | Qt::AlignRight);
        m_grid->addWidget(right, m_row++, 1, Qt::AlignTop);
    }

private:
    QGridLayout* m_grid;
    int m_row = 0;
};

/// The actions of one menu that have keys, with those keys.
void addMenu(Sheet& sheet, const QString& menu, const QList<MenuAction>& actions)
{
    bool begun = false;
    for (const MenuAction& found : actions) {
        if (found.path.value(0) != menu || !found.action || found.action->shortcut().isEmpty())
            continue;
        if (!std::exchange(begun, true))
            sheet.section(menu);
        const QString name = steadyName(*found.action), hint = found.action->statusTip();
        sheet.row(keysText(found.action->shortcuts().mid(0, kMostKeys)),
                  hint.isEmpty() ? name : name + QStringLiteral(": ") + hint);
    }
}

} // namespace

KeysDialog::KeysDialog(const QMenuBar& bar, QWidget* parent) : QDialog(parent)
{
    setObjectName(QStringLiteral("keys-dialog"));
    setWindowTitle(tr("Keys and Mouse"));
    auto* sheet = new Sheet;
    sheet->section(tr("On the panes"));
    sheet->row(tr("Wheel"), tr("Zoom at the mouse"));
    sheet->row(tr("Middle drag, Space+drag"), tr("Move the picture"));
    sheet->row(tr("Shift+Wheel"), tr("Size of the brush"));
    sheet->row(tr("Ctrl+click, right click"), tr("Pick the code under the mouse"));
    sheet->row(tr("Right drag"), tr("Take what is dragged over as a stamp"));
    sheet->row(tr("Shift+click"), tr("Straight line from the last point"));
    sheet->row(tr("Arrow keys, Enter"), tr("Move the keyboard's cell, use the tool there; with tools that drag, "
                                              "arrow keys drag until the next Enter"));
    sheet->row(tr("Ctrl+Enter"), tr("Take a stamp with the arrow keys and Enter, or with Enter alone the code"));
    sheet->row(tr("Hold A, or `"), tr("Show the other picture in the pane under the mouse: what it is compared with, "
                                         "else the input, in its place the reconstruction"));
    sheet->row(tr("Alt+Left, Alt+Right"), tr("Move the line of a wipe"));
    sheet->row(tr("Shift+Arrow keys"), tr("Select a rectangle from the keyboard's cell"));
    sheet->row(tr("Esc"), tr("Take back the drag, then discard a floating paste, then deselect"));
    const QList<MenuAction> actions = menuActions(bar);
    QStringList menus;
    for (const MenuAction& found : actions)
        if (!menus.contains(found.path.value(0)))
            menus << found.path.value(0);
    for (const QString& menu : menus)
        addMenu(*sheet, menu, actions);

    auto* scroll = new QScrollArea(this);
    scroll->setWidget(sheet);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* all = new QVBoxLayout(this);
    all->addWidget(scroll, 1);
    all->addWidget(buttons);
    resize(640, 680);
}

void showAbout(QWidget& window)
{
    auto* box = new QMessageBox(&window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIconPixmap(applicationIcon().pixmap(QSize(64, 64)));
    box->setWindowTitle(QMessageBox::tr("About Tessera"));
    box->setTextFormat(Qt::PlainText);
    box->setText(QMessageBox::tr("Tessera %1").arg(QStringLiteral(TESSERA_VERSION)));
    box->setInformativeText(QMessageBox::tr(
        "Turns pictures into the codes of a VQModel, lets you paint the codes, and shows what they draw; computed by "
        "Vulkan shaders of its own.\n\n"
        "The program is free software under the GNU General Public License, version 3 or later; its computing core is "
        "under the Apache License 2.0. It comes with no warranty."));
    box->open();
}

} // namespace tessera::app
