// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/documents/open_document.h"

#include "app/documents/picture_reader.h"
#include "app/engine/engine.h"

namespace tessera::app {
namespace {

void restore(OpenDocument& opened, const OpenedProject& project, bool isSaved)
{
    Document& document = *opened.document;
    const core::ProjectView& view = project.project->view;
    document.setView({view.zoom, {view.x, view.y}, view.fitted});
    if (project.model.model) {
        opened.model = project.model;
        document.restore(project.model.model, project.prepared, *project.project, isSaved);
        return;
    }
    document.setWaitingProject(project.project);
    if (!isSaved)
        document.undoStack().resetClean();
}

} // namespace

std::unique_ptr<OpenDocument> openDocument(const PictureRead& read, quint64 id, Engine& engine)
{
    auto opened = std::make_unique<OpenDocument>();
    opened->id = id;
    opened->document = std::make_unique<Document>(read.title, read.path, read.picture);
    opened->document->setSource(read.source);
    if (!read.projectPath.isEmpty())
        opened->document->setProjectPath(read.projectPath);
    opened->notes = read.notes;
    opened->follower = std::make_unique<DecodeFollower>(engine, id, *opened->document);
    opened->follower->setAwake(false); // before there are codes, which it would have decoded
    if (read.project)
        restore(*opened, *read.project, read.isSaved);
    return opened;
}

} // namespace tessera::app
