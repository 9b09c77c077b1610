// SPDX-License-Identifier: GPL-3.0-or-later
// The window: makes the parts and puts them together. What they do is theirs.
#pragma once

#include "app/window/window.h"

#include <QMainWindow>
#include <QPointer>

#include <memory>

class QStackedWidget;

namespace tessera::app {

class ActionSet;
class Canvas;
class Closer;
class CodeClipboard;
class CodeImporter;
class CodeLooks;
class DeviceBadge;
class DeviceCatalogue;
class Document;
class DocumentTabs;
class Engine;
class ErrorMeter;
class Exporter;
class Filmstrip;
class LastSession;
class MessageBar;
class Opener;
class ProjectClaims;
class ProjectSaver;
class Overlays;
class PaneDocuments;
class QualityMeter;
class Recovery;
class ReplaceBar;
class Session;
class StampShelf;
class StartPage;
class Thumbnails;
class ToolState;
class Unquantized;
struct Workspace;

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// `devices` is what `engine` was given its factory by.
    MainWindow(std::unique_ptr<DeviceCatalogue> devices, std::unique_ptr<Engine> engine);
    ~MainWindow() override;

    /// Opens what the command line, or else the settings, ask for.
    void start(const WindowArguments& arguments);

    /// Ends without a question, because the system wants it: what is not saved is offered at the next start.
    void leaveAtOnce();

    Session& session() { return *m_session; }
    ToolState& tools() { return *m_tools; }
    StampShelf& stamps() { return *m_stamps; }
    Canvas& canvas() { return *m_canvas; }
    ActionSet& actions() { return *m_actions; }
    Opener& opener() { return *m_opener; }
    Exporter& exporter() { return *m_exporter; }
    CodeImporter& importer() { return *m_importer; }
    DocumentTabs& tabs() { return *m_tabs; }
    Filmstrip& filmstrip() { return *m_filmstrip; }
    ProjectSaver& saver() { return *m_saver; }
    ProjectClaims& claims() { return *m_claims; }
    Recovery& recovery() { return *m_recovery; }
    CodeClipboard& clipboard() { return *m_clipboard; }
    MessageBar& messages() { return *m_messages; }
    DeviceBadge& badge() { return *m_badge; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void makeParts();
    void makeCentre();
    void makeActions();
    void makePanels();
    void makeHelp();
    Workspace workspace();
    void makeStatusBar();
    void showDocument();
    void showTitle();

    std::unique_ptr<DeviceCatalogue> m_devices;
    std::unique_ptr<Session> m_session;
    ToolState* m_tools = nullptr;
    StampShelf* m_stamps = nullptr;
    CodeLooks* m_looks = nullptr;
    QualityMeter* m_quality = nullptr;
    Overlays* m_overlays = nullptr;
    Unquantized* m_unquantized = nullptr;
    ErrorMeter* m_errors = nullptr;
    PaneDocuments* m_paneDocuments = nullptr;
    Exporter* m_exporter = nullptr;
    CodeImporter* m_importer = nullptr;
    CodeClipboard* m_clipboard = nullptr;
    Opener* m_opener = nullptr;
    Closer* m_closer = nullptr;
    Thumbnails* m_thumbnails = nullptr;
    ProjectSaver* m_saver = nullptr;
    ProjectClaims* m_claims = nullptr;
    std::unique_ptr<Recovery> m_recovery;
    std::unique_ptr<LastSession> m_lastSession;
    ActionSet* m_actions = nullptr;
    MessageBar* m_messages = nullptr;
    DocumentTabs* m_tabs = nullptr;
    QStackedWidget* m_pages = nullptr;
    StartPage* m_start = nullptr;
    Canvas* m_canvas = nullptr;
    Filmstrip* m_filmstrip = nullptr;
    std::unique_ptr<QObject> m_inFront; ///< what hears the document in front; its end is the end of that
    QPointer<Document> m_shown;
    ReplaceBar* m_replace = nullptr;
    DeviceBadge* m_badge = nullptr;
    bool m_closing = false; ///< it has been agreed that edits may go
};

} // namespace tessera::app
