// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/documents/edit_command.h"

#include "app/documents/document.h"

#include <utility>

namespace tessera::app {

EditCommand::EditCommand(Document& document, core::Edit edit, const QString& label, int strokeId)
    : QUndoCommand(label), m_document(document), m_edit(std::move(edit)), m_strokeId(strokeId)
{
}

EditCommand* EditCommand::done(Document& document, core::Edit edit, const QString& label, int strokeId)
{
    auto* command = new EditCommand(document, std::move(edit), label, strokeId);
    command->m_isDone = command->m_wasDone = true;
    return command;
}

EditCommand* EditCommand::undone(Document& document, core::Edit edit, const QString& label)
{
    EditCommand* command = done(document, std::move(edit), label);
    command->m_isUndone = true;
    return command;
}

void EditCommand::redo()
{
    if (std::exchange(m_isDone, false))
        return;
    m_document.apply(m_edit, true);
    if (!std::exchange(m_wasDone, true))
        return;
    emit m_document.redone();
    emit m_document.travelled(m_edit);
}

void EditCommand::undo()
{
    if (std::exchange(m_isUndone, false))
        return;
    m_document.apply(m_edit, false);
    emit m_document.undone();
    if (m_retired)
        setObsolete(true); // not before: Qt does not undo what is obsolete already
    else
        emit m_document.travelled(m_edit);
}

bool EditCommand::mergeWith(const QUndoCommand* next)
{
    // Qt asks only commands of equal id(), which are steps of one drag; `next` has already been applied.
    const auto& later = static_cast<const EditCommand&>(*next);
    m_edit = core::merge(std::move(m_edit), later.m_edit, m_document.codes());
    setObsolete(m_edit.isEmpty());
    return true;
}

} // namespace tessera::app
