// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/documents/document.h"

#include "app/documents/edit_command.h"
#include "app/documents/history.h"
#include "app/documents/sought_strokes.h"
#include "app/pictures/painted_pixels.h"
#include "core/files/project.h"

#include <QFileInfo>

#include <cassert>
#include <utility>

namespace tessera::app {

Document::Document(QString title, QString path, std::shared_ptr<const core::Picture> original, QObject* parent)
    : QObject(parent), m_title(std::move(title)), m_path(std::move(path)), m_original(std::move(original)),
      m_painted(new PaintedPixels(this)),
      m_sought(new SoughtStrokes(*this))
{
    connect(&m_undoStack, &QUndoStack::cleanChanged, this, &Document::noteModified);
    connect(&m_undoStack, &QUndoStack::indexChanged, this, &Document::noteModified);
    connect(m_painted, &PaintedPixels::waitingChanged, this, &Document::noteModified);
    connect(m_sought, &SoughtStrokes::waitingChanged, this, [this] {
        noteModified();
        if (!isPainting())
            emit paintingEnded();
    });
}

QSize Document::pictureSize() const
{
    if (m_original)
        return {m_original->width, m_original->height};
    const core::IndexMap& codes = visibleCodes();
    return QSize(static_cast<int>(codes.cols), static_cast<int>(codes.rows)) * cellSide();
}

Document::~Document()
{
    m_undoStack.disconnect(this); // it tells of its end
}

bool Document::isModified() const
{
    return hasMoreComing() || hasUnsavedSteps(m_undoStack);
}

bool Document::hasMoreComing() const
{
    return m_painted->isWaiting() || m_sought->isWaiting();
}

void Document::noteModified()
{
    if (const bool modified = isModified(); std::exchange(m_wasModified, modified) != modified)
        emit modifiedChanged();
}

void Document::setProjectPath(const QString& path)
{
    m_projectPath = path;
    m_title = QFileInfo(path).fileName();
    emit renamed();
}

void Document::setWaitingProject(std::shared_ptr<const core::Project> project)
{
    m_waiting = std::move(project);
    emit encodedChanged();
}

const core::IndexMap& Document::visibleCodes() const
{
    return m_waiting ? m_waiting->state.codes : m_codes;
}

int Document::cellSide() const
{
    return static_cast<int>(hasCodes() ? m_model->factor() : m_waiting ? m_waiting->model.factor : 0);
}

/// Other codes, with nothing decoded and nothing to undo. announce() follows.
void Document::begin(std::shared_ptr<const core::VqModel> model, core::Prepared prepared, core::IndexMap encodedCodes)
{
    assert(model && encodedCodes.count == 1);
    m_model = std::move(model);
    m_preparation = prepared.how;
    m_seen = m_original ? std::make_shared<const core::Picture>(std::move(prepared.seen)) : nullptr;
    m_codes = encodedCodes;
    m_encodedCodes = std::move(encodedCodes);
    m_selection = {};
    m_waiting = nullptr;
    m_encodedRevision = ++m_revision;
    m_reconstruction = nullptr;
    m_reconstructionRevision = 0;
    m_shown = {};
    m_painted->clear();
    m_sought->clear();
    m_undoStack.clear();
}

void Document::announce()
{
    emit encodedChanged();
    emit selectionChanged();
    emit reconstructionChanged();
    emit exactChanged();
    emit shownChanged();
    emit modifiedChanged();
}

void Document::setEncoded(std::shared_ptr<const core::VqModel> model, core::Prepared prepared, core::IndexMap codes)
{
    begin(std::move(model), std::move(prepared), std::move(codes));
    announce();
}

void Document::restore(std::shared_ptr<const core::VqModel> model, core::Prepared prepared, const core::Project& project,
                       bool isSaved)
{
    begin(std::move(model), std::move(prepared), project.encodedCodes);
    {
        // The stack takes steps as done, so they are done here first; then it goes back itself.
        const QSignalBlocker quiet(this);
        core::EditState last = project.state;
        const core::History& history = project.history;
        for (std::size_t i = history.position; i < history.steps.size(); ++i)
            core::redo(history.steps[i].edit, last);
        m_codes = std::move(last.codes);
        m_selection = std::move(last.selection);
        for (const core::HistoryStep& step : history.steps)
            m_undoStack.push(EditCommand::done(*this, step.edit, QString::fromStdString(step.label)));
        m_undoStack.setIndex(static_cast<int>(history.position));
        if (isSaved)
            m_undoStack.setClean();
        else
            m_undoStack.resetClean();
        limitHistory(*this, m_historyLimit); // which may be lower here than where it was saved
    }
    m_encodedRevision = m_revision;
    announce();
}

bool Document::setReconstruction(std::shared_ptr<const core::Picture> picture, quint64 revision)
{
    assert(picture && revision <= m_revision);
    const bool isOlder = m_reconstruction && revision < m_reconstructionRevision;
    if (!hasCodes() || revision < m_encodedRevision || isOlder)
        return false;
    m_reconstruction = std::move(picture);
    m_reconstructionRevision = revision;
    // A newer preview stays in sight: a stroke that was seen must not vanish until its own decode is there.
    const bool isNewest = !m_shown.whole || revision >= m_shown.revision;
    if (isNewest)
        m_shown = {m_reconstruction, nullptr, revision};
    emit reconstructionChanged();
    emit exactChanged();
    if (isNewest)
        emit shownChanged();
    return true;
}

bool Document::setPreview(std::shared_ptr<const PicturePart> part, quint64 revision, quint64 base)
{
    assert(revision <= m_revision);
    const bool fitsReconstruction = m_reconstruction && base == m_reconstructionRevision;
    if (!fitsReconstruction || revision <= m_reconstructionRevision || revision < m_shown.revision)
        return false;
    assert(!part || QRect(0, 0, m_reconstruction->width, m_reconstruction->height).contains(part->rect()));
    m_shown = {m_reconstruction, std::move(part), revision};
    emit shownChanged();
    return true;
}

void Document::edit(core::Patch patch, const QString& label, int strokeId)
{
    if (!m_selection.isEmpty())
        patch = core::restricted(patch, m_selection);
    editAnywhere({std::move(patch), {}}, label, strokeId);
}

void Document::select(core::Region selection, const QString& label, int strokeId)
{
    assert(selection.isEmpty() || selection.bounds.intersected(grid()) == selection.bounds);
    if (selection != m_selection)
        editAnywhere({{}, core::SelectionChange{m_selection, std::move(selection)}}, label, strokeId);
}

void Document::editAnywhere(core::Edit edit, const QString& label, int strokeId)
{
    if (edit.isEmpty())
        return;
    const int before = m_undoStack.index();
    m_undoStack.push(new EditCommand(*this, edit, label, strokeId));
    emit edited(edit, label, m_undoStack.index() <= before);
    limitHistory(*this, m_historyLimit);
}

void Document::setHistoryLimit(std::size_t bytes)
{
    m_historyLimit = bytes;
    limitHistory(*this, bytes);
}

bool Document::isPainting() const
{
    return m_isPainting || m_sought->isWaiting();
}

void Document::setPainting(bool painting)
{
    if (std::exchange(m_isPainting, painting) && !isPainting())
        emit paintingEnded();
}

void Document::cancelStroke(int strokeId)
{
    // Usually one step; two where the document was saved in the middle of the drag.
    while (m_undoStack.index() > 0) {
        // The stack hands out const commands only.
        auto* newest = const_cast<QUndoCommand*>(m_undoStack.command(m_undoStack.index() - 1));
        auto* edit = dynamic_cast<EditCommand*>(newest);
        if (!edit || edit->strokeId() != strokeId)
            return;
        edit->retire();
        m_undoStack.undo();
    }
}

void Document::apply(const core::Edit& edit, bool forward)
{
    if (edit.selection) {
        m_selection = forward ? edit.selection->after : edit.selection->before;
        emit selectionChanged();
    }
    const core::Patch& patch = edit.patch;
    if (patch.isEmpty())
        return;
    if (forward)
        core::apply(patch, m_codes);
    else
        core::revert(patch, m_codes);
    ++m_revision;
    emit codesChanged(patch.rect);
    emit exactChanged();
}

} // namespace tessera::app
