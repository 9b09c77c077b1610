// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/discard_question.h"

#include "app/document.h"

#include <QMessageBox>
#include <QPushButton>

namespace tessera::app {
namespace {

/// "a, b and 3 more"
QString named(const QStringList& titles)
{
    constexpr int kMost = 4;
    QString names = titles.mid(0, kMost).join(QStringLiteral(", "));
    if (titles.size() > kMost)
        names += QMessageBox::tr(" and %1 more").arg(titles.size() - kMost);
    return names;
}

} // namespace

void askToDiscard(QWidget& window, const QList<Document*>& documents, std::function<void()> then,
                  std::function<void()> save)
{
    QStringList titles;
    for (const Document* document : documents)
        if (document && document->isModified())
            titles << document->title();
    if (titles.isEmpty()) {
        then();
        return;
    }
    const QString name = QStringLiteral("discard-question");
    delete window.findChild<QMessageBox*>(name, Qt::FindDirectChildrenOnly); // the newest wish counts
    auto* box = new QMessageBox(QMessageBox::Warning, save ? QMessageBox::tr("Save the edits?") : QMessageBox::tr("Discard the edits?"),
                                titles.size() == 1
                                    ? QMessageBox::tr("The codes of %1 have been edited.").arg(titles.first())
                                    : QMessageBox::tr("The codes of %1 pictures have been edited: %2.")
                                          .arg(titles.size()).arg(named(titles)),
                                QMessageBox::Cancel, &window);
    box->setObjectName(name);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(save ? QMessageBox::tr("If you go on without saving, the edits are lost.")
                                 : QMessageBox::tr("If you go on, the edits are lost. To keep them, cancel and save first."));
    QPushButton* discard = box->addButton(QMessageBox::tr("Discard the Edits"), QMessageBox::DestructiveRole);
    discard->setObjectName(QStringLiteral("discard"));
    box->setDefaultButton(QMessageBox::Cancel);
    if (save) {
        QPushButton* keep = box->addButton(QMessageBox::Save);
        keep->setObjectName(QStringLiteral("save"));
        box->setDefaultButton(keep);
        QObject::connect(keep, &QPushButton::clicked, &window, std::move(save));
    }
    // Not exec(): results of workers must not arrive in the middle of a function that waits.
    QObject::connect(discard, &QPushButton::clicked, &window, std::move(then));
    box->open();
}

} // namespace tessera::app
