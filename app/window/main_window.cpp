// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/main_window.h"

#include "app/actions/action_set.h"
#include "app/actions/connect_actions.h"
#include "app/analysis/error_meter.h"
#include "app/analysis/quality_meter.h"
#include "app/canvas/canvas.h"
#include "app/canvas/canvas_looks.h"
#include "app/codes/code_clipboard.h"
#include "app/codes/code_importer.h"
#include "app/codes/code_looks.h"
#include "app/documents/last_session.h"
#include "app/documents/thumbnails.h"
#include "app/engine/device_catalogue.h"
#include "app/engine/unquantized.h"
#include "app/exports/exporter.h"
#include "app/files/cache_files.h"
#include "app/files/settings.h"
#include "app/files/state_folder.h"
#include "app/overlays/overlays.h"
#include "app/panels/panel_list.h"
#include "app/panes/pane_documents.h"
#include "app/projects/project_claims.h"
#include "app/projects/project_connections.h"
#include "app/projects/project_saver.h"
#include "app/recovery/recovery.h"
#include "app/session.h"
#include "app/session_settings.h"
#include "app/stamps/stamp_shelf.h"
#include "app/tools/tool_state.h"
#include "app/window/announcer.h"
#include "app/window/closer.h"
#include "app/window/device_badge.h"
#include "app/window/document_tabs.h"
#include "app/window/filmstrip.h"
#include "app/window/icons.h"
#include "app/window/job_progress.h"
#include "app/window/message_bar.h"
#include "app/window/opener.h"
#include "app/window/panel_docks.h"
#include "app/window/replace_bar.h"
#include "app/window/start_connections.h"
#include "app/window/start_page.h"
#include "app/window/status_bar.h"
#include "app/window/tool_bar.h"
#include "app/window/tool_strip.h"
#include "app/window/window_layout.h"

#include <QCloseEvent>
#include <QCoreApplication>
#include <QDockWidget>
#include <QFileInfo>
#include <QMenuBar>
#include <QMimeData>
#include <QStackedWidget>
#include <QtConcurrentRun>
#include <QVBoxLayout>

namespace tessera::app {

MainWindow::MainWindow(std::unique_ptr<DeviceCatalogue> devices, std::unique_ptr<Engine> engine)
    : m_devices(std::move(devices)),
      m_session(std::make_unique<Session>(std::move(engine), chosenFit()))
{
    setWindowIcon(applicationIcon());
    setAcceptDrops(true);
    m_session->setHistoryLimit(chosenHistoryLimit());
    makeParts();
    makeCentre();
    makeActions();
    makePanels();
    makeHelp();
    makeStatusBar();
    m_recovery = std::make_unique<Recovery>(*m_session, *m_saver, stateFolder() / "recovery");
    new Announcer(*this, *m_start);
    connect(m_session.get(), &Session::documentChanged, this, &MainWindow::showDocument);
    connect(m_session.get(), &Session::openingChanged, m_canvas,
            [this] { m_canvas->setPaintable(!m_session->isEncodingAnew()); });
    connect(&m_canvas->viewport(), &Viewport::changed, this, [this] {
        if (m_shown)
            m_shown->setView(m_canvas->viewport().view());
    });
    const auto* looks = new CanvasLooks(*m_session, *m_looks, *m_overlays, *m_unquantized, *m_errors, *m_canvas, m_canvas);
    m_exporter->setLooks([looks] { return looks->exportLooks(); });
    m_paneDocuments = new PaneDocuments(*m_session, *m_canvas, m_opener->recentModels(), this);
    connect(&m_paneDocuments->throughModels(), &ThroughModels::failed, this,
            [this](const QString& text) { m_messages->say(MessageBar::Kind::error, text); });
    showDocument();
    restoreLayout(*this);
}

MainWindow::~MainWindow()
{
    m_lastSession.reset();
    m_recovery.reset(); // while documents and saver are there
    m_inFront.reset();
    // The canvas and the panels look at the session's document while they live.
    delete takeCentralWidget();
    for (QDockWidget* dock : findChildren<QDockWidget*>())
        delete dock;
    delete m_paneDocuments; // its documents are the engine's, which goes with the session
}

void MainWindow::makeParts()
{
    m_tools = new ToolState(this);
    m_stamps = new StampShelf(this);
    m_looks = new CodeLooks(this);
    m_quality = new QualityMeter(this);
    m_overlays = new Overlays(this);
    m_unquantized = new Unquantized(m_session->engine(), this);
    m_errors = new ErrorMeter(*m_unquantized, this);
    m_exporter = new Exporter(*m_session, this);
    m_importer = new CodeImporter(*m_session, this);
    m_clipboard = new CodeClipboard(*m_session, *m_exporter, this);
    m_opener = new Opener(*this, *m_session, *m_importer);
    m_lastSession = std::make_unique<LastSession>(*m_session, stateFolder() / "session.json");
    m_saver = new ProjectSaver(*m_session, this);
    m_claims = new ProjectClaims(*m_session, this);
    m_closer = new Closer(*this, *m_session, *m_saver);
    connectProjects(*m_session, *m_saver, *m_claims, *m_stamps);
    m_thumbnails = new Thumbnails(*m_session, this);
}

void MainWindow::makeCentre()
{
    m_messages = new MessageBar(this);
    m_start = new StartPage(this);
    m_canvas = new Canvas(*m_tools, this);
    m_tabs = new DocumentTabs(*m_session, this);
    m_filmstrip = new Filmstrip(*m_session, *m_thumbnails, this);
    connect(m_tabs, &DocumentTabs::closeAsked, m_closer, &Closer::close);
    m_canvas->setOverlays(*m_overlays);
    m_replace = new ReplaceBar(*m_session, *m_tools, *m_looks, *m_canvas, this);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_start);
    m_pages->addWidget(m_canvas);
    auto* centre = new QWidget(this);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_tabs);
    column->addWidget(m_messages);
    column->addWidget(m_pages, 1);
    column->addWidget(m_replace);
    column->addWidget(m_filmstrip);
    setCentralWidget(centre);
    connectStartPage(*m_start, *m_session, *m_opener, *m_lastSession);
}

Workspace MainWindow::workspace()
{
    return {*this,       *m_session,   *m_tools,   *m_stamps, *m_looks,  *m_canvas, *m_opener,
            *m_exporter, *m_clipboard, *m_devices, *m_closer, *m_saver,  *m_tabs,   *m_filmstrip,
            *m_overlays};
}

void MainWindow::makeActions()
{
    m_actions = new ActionSet(*this, *menuBar());
    const Workspace work = workspace();
    connectFileActions(*m_actions, work);
    connectDocumentActions(*m_actions, work);
    connectEditActions(*m_actions, work);
    connectSelectionActions(*m_actions, work);
    connectClipboardActions(*m_actions, work);
    connectToolActions(*m_actions, work);
    connectStampActions(*m_actions, work);
    connectViewActions(*m_actions, work);
    connectPaneActions(*m_actions, work);
    connectOverlayActions(*m_actions, work);
    connectModelActions(*m_actions, work);
    m_actions->on("replace", m_replace, [this] { m_replace->open(); });
    addToolBar(new ToolBar(*m_actions, *m_session, *m_tools, this));
    addToolBar(Qt::LeftToolBarArea, new ToolStrip(*m_actions, *m_tools, *m_looks, this));
    setContextMenuPolicy(Qt::NoContextMenu); // the tool bars cannot be lost by a right click
}

void MainWindow::makePanels()
{
    const PanelContext context{*m_session, *m_tools, *m_looks, *m_stamps, *m_actions, *m_overlays, *m_errors,
                               *m_canvas};
    addPanelDocks(*this, context);
}

/// After all actions are there: their keys may have been changed.
void MainWindow::makeHelp()
{
    connectHelpActions(*m_actions, workspace());
}

void MainWindow::makeStatusBar()
{
    auto* bar = new StatusBar(*m_session, *m_quality, *m_tools, *m_actions, m_canvas->viewport(), this);
    bar->insertPermanentWidget(1, new JobProgress(*m_session, *m_exporter, bar));
    m_badge = new DeviceBadge(*m_session, bar);
    bar->insertPermanentWidget(2, m_badge);
    connect(m_badge, &DeviceBadge::failed, this,
            [this](const QString& text) { m_messages->say(MessageBar::Kind::error, text); });
    m_actions->on("test-device", m_badge, [this] { m_badge->test(); });
    setStatusBar(bar);
    connect(m_canvas, &Canvas::hovered, bar, &StatusBar::setHover);
}

void MainWindow::showDocument()
{
    Document* document = m_session->document();
    m_shown = nullptr; // where the panes look meanwhile is no document's view
    m_inFront = std::make_unique<QObject>();
    m_canvas->setDocument(document);
    m_canvas->setPaintable(!m_session->isEncodingAnew());
    m_quality->setDocument(document);
    m_unquantized->setDocument(document);
    m_errors->setDocument(document);
    m_pages->setCurrentWidget(document ? static_cast<QWidget*>(m_canvas) : m_start);
    m_actions->at("replace").setEnabled(document);
    if (document) {
        m_canvas->viewport().show(document->view());
        m_shown = document;
        const DecodeFollower* follower = m_session->follower();
        m_canvas->setDecoding(follower->isWaiting());
        connect(follower, &DecodeFollower::waitingChanged, m_inFront.get(),
                [this](bool waiting) { m_canvas->setDecoding(waiting); });
        connect(follower, &DecodeFollower::heldBack, m_inFront.get(), [this] {
            m_messages->say(MessageBar::Kind::information, tr("Decoding this picture takes over two seconds, so the exact picture is made when a stroke ends."));
        });
        connect(document, &Document::modifiedChanged, m_inFront.get(), [this] { showTitle(); });
        connect(document, &Document::renamed, m_inFront.get(), [this] { showTitle(); });
        if (!m_tabs->hasFocus() && !m_filmstrip->hasFocus()) // whose arrow keys may go on
            m_canvas->setFocus();
    }
    showTitle();
}

void MainWindow::showTitle()
{
    const Document* document = m_session->document();
    setWindowTitle(document ? tr("%1[*] – Tessera").arg(document->title()) : QStringLiteral("Tessera"));
    setWindowModified(document && document->isModified());
}

void MainWindow::start(const WindowArguments& arguments)
{
    m_recovery->look(m_opener->foldersOfSaves() << QFileInfo(openSettings().fileName()).absolutePath(),
                     m_opener->recentPictures().paths());
    static_cast<void>(QtConcurrent::run([] { sweepCaches(cacheFolder()); }));
    m_opener->openModel(arguments.model);
    if (!arguments.files.isEmpty())
        m_opener->openPaths(arguments.files);
    lookAtSettings();
    if (openSettings().isDamaged())
        m_messages->say(MessageBar::Kind::information,
                        tr("The settings file could not be understood, so the defaults are in effect: %1").arg(openSettings().fileName()));
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    const auto closeAgreed = [this] {
        m_closing = true;
        close();
    };
    if (!m_closing && m_closer->asksBeforeLeaving(closeAgreed)) {
        event->ignore();
        return;
    }
    saveLayout(*this);
    QMainWindow::closeEvent(event);
}

void MainWindow::leaveAtOnce()
{
    m_recovery->keepForNextStart();
    saveLayout(*this);
    QCoreApplication::exit(0); // quit() would ask the windows
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (Opener::canTake(*event->mimeData()))
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    m_actions->guard([&] { m_opener->take(*event->mimeData()); });
}

} // namespace tessera::app
