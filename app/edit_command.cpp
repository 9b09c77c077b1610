// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/edit_command.h"

#include "app/document.h"

#include <utility>

namespace tessera::app {

EditCommand::EditCommand(Document& document, core::Patch patch, const QString& label, int strokeId)
    : QUndoCommand(label), m_document(document), m_patch(std::move(patch)), m_strokeId(strokeId)
{
}

void EditCommand::redo()
{
    m_document.apply(m_patch, true);
}

void EditCommand::undo()
{
    m_document.apply(m_patch, false);
    if (m_retired)
        setObsolete(true); // not before: Qt does not undo what is obsolete already
}

bool EditCommand::mergeWith(const QUndoCommand* next)
{
    // Qt asks only commands of equal id(), which are steps of one drag; `next` has already been applied.
    const auto& later = static_cast<const EditCommand&>(*next);
    m_patch = core::merge(m_patch, later.m_patch, m_document.codes());
    setObsolete(m_patch.isEmpty());
    return true;
}

} // namespace tessera::app
