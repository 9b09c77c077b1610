// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/announcer.h"

#include "app/actions/action_set.h"
#include "app/codes/code_clipboard.h"
#include "app/codes/code_importer.h"
#include "app/dialogs/grid_dialog.h"
#include "app/dialogs/loss_questions.h"
#include "app/documents/document.h"
#include "app/exports/exporter.h"
#include "app/files/settings.h"
#include "app/projects/project_claims.h"
#include "app/projects/project_saver.h"
#include "app/recovery/recovery.h"
#include "app/session.h"
#include "app/window/main_window.h"
#include "app/window/message_bar.h"
#include "app/window/opener.h"
#include "app/window/start_page.h"

#include <QPointer>
#include <QStatusBar>

namespace tessera::app {
namespace {

constexpr int kBriefly = 4000; ///< ms

} // namespace

Announcer::Announcer(MainWindow& window, StartPage& start) : QObject(&window), m_window(window), m_start(start)
{
    announceOpening();
    announceExchange();
    announceSaving();
    offerRecovered();
    connect(&window.actions(), &ActionSet::failed, this, &Announcer::fail);
}

void Announcer::fail(const QString& text) { m_window.messages().say(MessageBar::Kind::error, text); }

void Announcer::done(const QString& text) { m_window.messages().say(MessageBar::Kind::done, text); }

void Announcer::tell(const QString& text) { m_window.messages().say(MessageBar::Kind::information, text); }

void Announcer::announceOpening()
{
    connect(&m_window.session(), &Session::failed, this, &Announcer::fail);
    connect(&m_window.session(), &Session::noticed, this, &Announcer::tell);
    connect(&m_window.session(), &Session::modelMissing, this, [this](Document* document, const QString& text) {
        m_window.messages().ask(text,
                                {{tr("Open Its &Model …"), [this] { m_window.opener().openModelDialog(); }}});
        const auto takeBack = [this, text] { m_window.messages().takeBack(text); };
        connect(document, &Document::encodedChanged, this, [document, takeBack] {
            if (!document->waitingProject())
                takeBack();
        });
        connect(&m_window.session(), &Session::documentsChanged, this, [this, document, takeBack] {
            if (!m_window.session().documents().contains(document))
                takeBack();
        });
    });
    connect(&m_window.opener(), &Opener::failed, this, &Announcer::fail);
}

/// Exports, imports and the clipboard.
void Announcer::announceExchange()
{
    connect(&m_window.exporter(), &Exporter::failed, this, &Announcer::fail);
    connect(&m_window.exporter(), &Exporter::done, this, &Announcer::done);
    CodeImporter& importer = m_window.importer();
    connect(&importer, &CodeImporter::failed, this, &Announcer::fail);
    connect(&importer, &CodeImporter::done, this, &Announcer::done);
    connect(&importer, &CodeImporter::noticed, this, &Announcer::tell);
    connect(&importer, &CodeImporter::wanted, this, [this, &importer](const GridQuestion& question) {
        askForGrid(m_window, question, [&importer](core::GridSize grid) { importer.openAlone(grid); });
    });
    CodeClipboard& clipboard = m_window.clipboard();
    connect(&clipboard, &CodeClipboard::failed, this, &Announcer::fail);
    connect(&clipboard, &CodeClipboard::noticed, this, &Announcer::tell);
    // Seen without moving the canvas: who copies goes on at once.
    connect(&clipboard, &CodeClipboard::done, this,
            [this](const QString& text) { m_window.statusBar()->showMessage(text, kBriefly); });
}

void Announcer::announceSaving()
{
    connect(&m_window.saver(), &ProjectSaver::failed, this, &Announcer::offerAnotherName);
    connect(&m_window.claims(), &ProjectClaims::shared, this, [this](const QString& path) {
        tell(tr("%1 is open in another Tessera too. Whoever saves second will be asked to save again, and replaces what the "
                "other one saved.")
                 .arg(path));
    });
    connect(&m_window.saver(), &ProjectSaver::saved, this, [this](const Document*, const QString& path) {
        m_window.opener().recentProjects().add(path);
        done(tr("Saved %1").arg(path));
    });
    connect(&settingsKeeper(), &SettingsKeeper::failed, this, [this](const QString& problem) {
        fail(tr("Settings hold until Tessera ends, but cannot be kept for its next start: %1.").arg(problem));
    });
}

/// A project that could not be written: its edits are there, and may go elsewhere.
void Announcer::offerAnotherName(Document* document, const QString& problem)
{
    if (!document) {
        fail(problem);
        return;
    }
    const auto saveAs = [this, unsaved = QPointer(document)] {
        if (!unsaved)
            return;
        m_window.session().setCurrent(unsaved);
        m_window.actions().at(QStringLiteral("save-as")).trigger();
    };
    m_window.messages().ask(problem, {{tr("Save &As …"), saveAs}}, MessageBar::Kind::error);
}

/// Work of an earlier run that came to a sudden end.
void Announcer::offerRecovered()
{
    Recovery& recovery = m_window.recovery();
    connect(&recovery, &Recovery::failed, this, &Announcer::fail);
    connect(&recovery, &Recovery::found, this, &Announcer::tellOfRecovered);
    connect(&recovery, &Recovery::offersChanged, this, [this, &recovery] { m_start.setRecovered(recovery.offers()); });
    connect(&m_start, &StartPage::recoverAsked, &recovery, &Recovery::recover);
    connect(&m_start, &StartPage::discardAsked, this, [this, &recovery](quint64 id) {
        for (const RecoveryOffer& offer : recovery.offers())
            if (offer.id == id)
                askToDiscardRecovered(m_window, offer.title, [&recovery, id] { recovery.discard(id); });
    });
}

void Announcer::tellOfRecovered()
{
    Session& session = m_window.session();
    if (!session.document() && !session.isOpening())
        return; // the start page is in sight, where they are offered
    QStringList titles;
    for (const RecoveryOffer& offer : m_window.recovery().offers())
        titles << offer.title;
    m_window.messages().ask(tr("Tessera ended before these were saved: %1.").arg(titles.join(QStringLiteral(", "))),
                            {{tr("&Show Them"), [&session] { session.setCurrent(nullptr); }}});
}

} // namespace tessera::app
