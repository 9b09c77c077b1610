// SPDX-License-Identifier: GPL-3.0-or-later
// What actions act on. The main window owns all of it.
#pragma once

class QMainWindow;

namespace tessera::app {

class Canvas;
class Closer;
class CodeClipboard;
class CodeLooks;
class DeviceCatalogue;
class DocumentTabs;
class Exporter;
class Filmstrip;
class Opener;
class ProjectSaver;
class Overlays;
class Session;
class StampShelf;
class ToolState;

struct Workspace {
    QMainWindow& window;
    Session& session;
    ToolState& tools;
    StampShelf& stamps;
    CodeLooks& looks;
    Canvas& canvas;
    Opener& opener;
    Exporter& exporter;
    CodeClipboard& clipboard;
    DeviceCatalogue& devices;
    Closer& closer;
    ProjectSaver& saver;
    DocumentTabs& tabs;
    Filmstrip& filmstrip;
    Overlays& overlays;
};

} // namespace tessera::app
