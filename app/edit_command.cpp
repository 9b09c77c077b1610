// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/edit_command.h"

#include "app/document.h"

#include <utility>

namespace tessera::app {

EditCommand::EditCommand(Document& document, core::Edit edit, const QString& label, int strokeId)
    : QUndoCommand(label), m_document(document), m_edit(std::move(edit)), m_strokeId(strokeId)
{
}

EditCommand* EditCommand::done(Document& document, core::Edit edit, const QString& label)
{
    auto* command = new EditCommand(document, std::move(edit), label, 0);
    command->m_isDone = true;
    return command;
}

void EditCommand::redo()
{
    if (!std::exchange(m_isDone, false))
        m_document.apply(m_edit, true);
}

void EditCommand::undo()
{
    m_document.apply(m_edit, false);
    if (m_retired)
        setObsolete(true); // not before: Qt does not undo what is obsolete already
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
