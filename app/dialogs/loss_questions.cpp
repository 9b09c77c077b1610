// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/loss_questions.h"

#include "app/documents/document.h"

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

/// A warning with a button that discards, which is not the default. The newest wish counts.
QMessageBox* makeQuestion(QWidget& window, const QString& title, const QString& text, const QString& more,
                          const QString& discardText, std::function<void()> then)
{
    const QString name = QStringLiteral("discard-question");
    delete window.findChild<QMessageBox*>(name, Qt::FindDirectChildrenOnly);
    auto* box = new QMessageBox(QMessageBox::Warning, title, text, QMessageBox::Cancel, &window);
    box->setObjectName(name);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(more);
    QPushButton* discard = box->addButton(discardText, QMessageBox::DestructiveRole);
    discard->setObjectName(QStringLiteral("discard"));
    box->setDefaultButton(QMessageBox::Cancel);
    // Not exec(): results of workers must not arrive in the middle of a function that waits.
    QObject::connect(discard, &QPushButton::clicked, &window, std::move(then));
    return box;
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
    const QString what = titles.size() == 1 ? QMessageBox::tr("The codes of %1 have been edited.").arg(titles.first())
                                            : QMessageBox::tr("The codes of %1 pictures have been edited: %2.")
                                                  .arg(titles.size())
                                                  .arg(named(titles));
    QMessageBox* box = makeQuestion(
        window, save ? QMessageBox::tr("Save the edits?") : QMessageBox::tr("Discard the edits?"), what,
        save ? QMessageBox::tr("If you go on without saving, the edits are lost.")
             : QMessageBox::tr("If you go on, the edits are lost. To keep them, cancel and save first."),
        QMessageBox::tr("Discard the Edits"), std::move(then));
    if (save) {
        QPushButton* keep = box->addButton(QMessageBox::Save);
        keep->setObjectName(QStringLiteral("save"));
        box->setDefaultButton(keep);
        QObject::connect(keep, &QPushButton::clicked, &window, std::move(save));
    }
    box->open();
}

void askToDiscardRecovered(QWidget& window, const QString& title, std::function<void()> then)
{
    makeQuestion(window, QMessageBox::tr("Discard the recovered work?"),
                 QMessageBox::tr("What was painted in %1 is saved nowhere else.").arg(title),
                 QMessageBox::tr("If you discard it, it cannot be had back."), QMessageBox::tr("Discard It"),
                 std::move(then))
        ->open();
}

void askBeforeReplacing(QWidget& window, const QString& path, std::function<void()> then)
{
    makeQuestion(window, QMessageBox::tr("Replace the file?"), QMessageBox::tr("%1 is there already.").arg(path),
                 QMessageBox::tr("If you go on, what is in it is lost."), QMessageBox::tr("Replace It"), std::move(then))
        ->open();
}

} // namespace tessera::app
