// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/closer.h"

#include "app/dialogs/loss_questions.h"
#include "app/files/settings.h"
#include "app/projects/project_saver.h"
#include "app/session.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QWidget>

#include <algorithm>
#include <utility>

namespace tessera::app {

Closer::Closer(QWidget& window, Session& session, ProjectSaver& saver)
    : QObject(&window), m_window(window), m_session(session), m_saver(saver)
{
}

void Closer::save(Document* document, std::function<void()> then)
{
    if (!document)
        return;
    if (document->projectPath().isEmpty()) {
        saveAs(document, std::move(then));
        return;
    }
    m_saver.save(document, document->projectPath(), [then = std::move(then)](bool done) {
        if (done && then)
            then();
    });
}

void Closer::saveAs(Document* document, std::function<void()> then)
{
    if (!document)
        return;
    const QString folder = openSettings().value(settings_key::kProjectFolder, QDir::homePath()).toString();
    const QString last = document->projectPath();
    const QString first = last.isEmpty()
        ? QDir(folder).filePath(QFileInfo(document->title()).completeBaseName() + QStringLiteral(".tessera"))
        : last;
    auto* dialog = new QFileDialog(&m_window, tr("Save as a Project"), first, tr("Projects of Tessera (*.tessera)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("save-project"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("tessera"));
    dialog->selectFile(first);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, saved = QPointer(document), then = std::move(then)](const QString& path) {
                if (!saved)
                    return;
                openSettings().setValue(settings_key::kProjectFolder, QFileInfo(path).absolutePath());
                m_saver.save(saved, path, [then](bool done) {
                    if (done && then)
                        then();
                });
            });
    dialog->open();
}

void Closer::close(Document* document)
{
    if (!document)
        return;
    if (document->isModified())
        m_session.setCurrent(document); // the question is about what is in sight
    const auto close = [this, asked = QPointer(document)] { m_session.close(asked); };
    askToDiscard(m_window, {document}, close, [this, close, asked = QPointer(document)] { save(asked, close); });
}

bool Closer::asksBeforeLeaving(std::function<void()> then)
{
    if (m_saver.isWorking()) { // then there may be nothing to ask
        connect(&m_saver, &ProjectSaver::workingChanged, this, [this, then] {
            if (!asksBeforeLeaving(then))
                then();
        }, Qt::SingleShotConnection);
        return true;
    }
    QList<Document*> modified = m_session.documents();
    modified.removeIf([](const Document* document) { return !document->isModified(); });
    if (modified.isEmpty())
        return false;
    const QList<QPointer<Document>> saved(modified.begin(), modified.end());
    askToDiscard(m_window, modified, then, [this, saved, then] { saveAll(saved, then); });
    return true;
}

/// One after the other: each that was saved nowhere yet asks where, and Cancel there ends it.
void Closer::saveAll(QList<QPointer<Document>> documents, std::function<void()> then)
{
    documents.removeIf([](const QPointer<Document>& document) { return !document; });
    if (documents.isEmpty()) {
        then();
        return;
    }
    const QPointer<Document> first = documents.takeFirst();
    if (first->projectPath().isEmpty())
        m_session.setCurrent(first); // to be seen while a name for it is looked for
    save(first, [this, documents, then] { saveAll(documents, then); });
}

} // namespace tessera::app
