// SPDX-License-Identifier: GPL-3.0-or-later
// The ways in: dialogs, dropped files, the clipboard, arguments, recent lists. Finds out what a path is, asks before
// edits are lost (a model encodes the picture in front anew), and hands over to the session.
#pragma once

#include "app/documents/recent_files.h"

#include <QObject>
#include <QStringList>

#include <functional>

class QMimeData;
class QWidget;

namespace tessera::app {

class CodeImporter;
class Session;

class Opener : public QObject {
    Q_OBJECT
public:
    Opener(QWidget& window, Session& session, CodeImporter& importer);

    RecentFiles& recentPictures() { return m_recentPictures; }
    RecentFiles& recentProjects() { return m_recentProjects; }
    RecentFiles& recentModels() { return m_recentModels; }

    /// Where projects and exports were written last, as far as that is known.
    QStringList foldersOfSaves() const;

    void openPictureDialog();
    /// Asks for one picture, for something else than to open it.
    void choosePicture(const QString& title, std::function<void(const QString& path)> then);
    void openModelDialog();
    void openCheckpointDialog();
    void importCodesDialog();
    void paste();

    /// A picture, a project, a model's folder (or a file in it), or a .npy of codes.
    void openPath(const QString& path);
    void openModel(const QString& folderOrName);
    /// All that look usable: a tab for each picture, of models and codes the first.
    void openPaths(const QStringList& paths);

    static bool canTake(const QMimeData& data);
    void take(const QMimeData& data); ///< dropped or pasted

signals:
    void failed(const QString& message);

private:
    enum class What { picture, model, codes };
    static What whatIs(const QString& path);
    static bool looksUsable(const QString& path);

    QWidget& m_window;
    Session& m_session;
    CodeImporter& m_importer;
    RecentFiles m_recentPictures;
    RecentFiles m_recentProjects;
    RecentFiles m_recentModels;
};

} // namespace tessera::app
