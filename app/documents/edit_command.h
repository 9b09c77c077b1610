// SPDX-License-Identifier: GPL-3.0-or-later
// The one undo command: any change of a document's codes or selection is an Edit, and this applies and reverts it. The
// steps of one drag (equal strokeId, not 0) merge into one.
#pragma once

#include "core/edit/edit.h"

#include <QUndoCommand>

namespace tessera::app {

class Document;

class EditCommand : public QUndoCommand {
public:
    EditCommand(Document& document, core::Edit edit, const QString& label, int strokeId);
    /// One that has been done before (of a saved history): the first redo() changes nothing.
    static EditCommand* done(Document& document, core::Edit edit, const QString& label, int strokeId = 0);
    /// One that has been undone: the first redo() changes nothing, nor does the undo() after it.
    static EditCommand* undone(Document& document, core::Edit edit, const QString& label);

    const core::Edit& edit() const { return m_edit; }
    int strokeId() const { return m_strokeId; }
    /// The next undo() is the last: it takes the command off its stack.
    void retire() { m_retired = true; }

    int id() const override { return m_strokeId > 0 ? m_strokeId : -1; }
    void redo() override;
    void undo() override;
    bool mergeWith(const QUndoCommand* next) override;

private:
    Document& m_document;
    core::Edit m_edit;
    int m_strokeId;
    bool m_isDone = false; ///< the next redo() is none
    bool m_isUndone = false; ///< nor is the next undo()
    bool m_wasDone = false; ///< every further redo() goes back to something
    bool m_retired = false;
};

} // namespace tessera::app
