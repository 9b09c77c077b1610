// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/grid_dialog.h"

#include "app/codes/code_importer.h"

#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace tessera::app {
namespace {

QLabel* paragraph(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

QString itemText(core::GridSize grid, int factor)
{
    return QDialog::tr("%1 × %2   (a picture of %3 × %4 pixels)")
        .arg(grid.rows)
        .arg(grid.cols)
        .arg(grid.cols * factor)
        .arg(grid.rows * factor);
}

} // namespace

void askForGrid(QWidget& window, const GridQuestion& question, std::function<void(core::GridSize)> open)
{
    const QString name = QStringLiteral("grid-question");
    delete window.findChild<QDialog*>(name, Qt::FindDirectChildrenOnly); // the newest wish counts
    auto* dialog = new QDialog(&window);
    dialog->setObjectName(name);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(QDialog::tr("Open Codes on Their Own"));
    auto* grids = new QComboBox(dialog);
    grids->setAccessibleName(QDialog::tr("Rows and columns"));
    for (const core::GridSize& grid : question.grids)
        grids->addItem(itemText(grid, question.factor));
    grids->setCurrentIndex(
        static_cast<int>(std::ranges::find(question.grids, question.proposed) - question.grids.begin()));
    auto* form = new QFormLayout;
    form->addRow(QDialog::tr("&Rows × columns:"), grids);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, dialog);
    QPushButton* agree = buttons->addButton(QDialog::tr("&Open on Their Own"), QDialogButtonBox::AcceptRole);
    agree->setDefault(true);
    auto* all = new QVBoxLayout(dialog);
    all->addWidget(paragraph(question.why, dialog));
    all->addWidget(paragraph(QDialog::tr("They can be opened as a document of their own: it shows what they decode to, "
                                         "and can be painted. It has no input to compare with."),
                             dialog));
    all->addSpacing(6);
    all->addLayout(form);
    all->addSpacing(6);
    all->addWidget(buttons);
    dialog->resize(460, dialog->sizeHint().height());
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    QObject::connect(buttons, &QDialogButtonBox::accepted, dialog,
                     [dialog, grids, open = std::move(open), choices = question.grids] {
                         const auto chosen = static_cast<std::size_t>(grids->currentIndex());
                         dialog->accept();
                         open(choices[chosen]);
                     });
    dialog->open();
}

} // namespace tessera::app
