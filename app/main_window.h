// SPDX-License-Identifier: GPL-3.0-or-later
// The window: makes the parts and puts them together. What they do is theirs.
#pragma once

#include "app/window.h"

#include <QMainWindow>

#include <memory>

class QStackedWidget;

namespace tessera::app {

class ActionSet;
class Canvas;
class CodeClipboard;
class CodeImporter;
class CodeLooks;
class DeviceCatalogue;
class Engine;
class Exporter;
class MessageBar;
class Opener;
class Overlays;
class PaneDocuments;
class QualityMeter;
class ReplaceBar;
class Session;
class StampShelf;
class StartPage;
class ToolState;
class Unquantized;

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// `devices` is what `engine` was given its factory by.
    MainWindow(std::unique_ptr<DeviceCatalogue> devices, std::unique_ptr<Engine> engine);
    ~MainWindow() override;

    /// Opens what the command line, or else the settings, ask for.
    void start(const WindowArguments& arguments);

    Session& session() { return *m_session; }
    ToolState& tools() { return *m_tools; }
    StampShelf& stamps() { return *m_stamps; }
    Canvas& canvas() { return *m_canvas; }
    ActionSet& actions() { return *m_actions; }
    Opener& opener() { return *m_opener; }
    Exporter& exporter() { return *m_exporter; }
    CodeImporter& importer() { return *m_importer; }
    CodeClipboard& clipboard() { return *m_clipboard; }
    MessageBar& messages() { return *m_messages; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void makeParts();
    void makeCentre();
    void connectLooks();
    void makeActions();
    void makePanels();
    void makeStatusBar();
    void connectMessages();
    void showDocument();
    void showTitle();
    void restoreLayout();

    std::unique_ptr<DeviceCatalogue> m_devices;
    std::unique_ptr<Session> m_session;
    ToolState* m_tools = nullptr;
    StampShelf* m_stamps = nullptr;
    CodeLooks* m_looks = nullptr;
    QualityMeter* m_quality = nullptr;
    Overlays* m_overlays = nullptr;
    Unquantized* m_unquantized = nullptr;
    PaneDocuments* m_paneDocuments = nullptr;
    Exporter* m_exporter = nullptr;
    CodeImporter* m_importer = nullptr;
    CodeClipboard* m_clipboard = nullptr;
    Opener* m_opener = nullptr;
    ActionSet* m_actions = nullptr;
    MessageBar* m_messages = nullptr;
    QStackedWidget* m_pages = nullptr;
    StartPage* m_start = nullptr;
    Canvas* m_canvas = nullptr;
    ReplaceBar* m_replace = nullptr;
    bool m_closing = false; ///< it has been agreed that edits may go
};

} // namespace tessera::app
