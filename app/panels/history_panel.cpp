// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/history_panel.h"

#include "app/session.h"

namespace tessera::app {

HistoryPanel::HistoryPanel(const PanelContext& context, QWidget* parent) : QUndoView(parent)
{
    setEmptyLabel(tr("As the encoder chose"));
    setFrameShape(QFrame::NoFrame);
    setUniformItemSizes(true);
    setSpacing(2);
    setAccessibleName(tr("History"));
    setAccessibleDescription(
        tr("The steps of this picture's history, oldest first. The current row is where it stands."));
    setToolTip(tr("Click a step to go there: undo and redo as many steps as it takes."));
    const auto follow = [this, &session = context.session] {
        setStack(session.document() ? &session.document()->undoStack() : nullptr);
    };
    connect(&context.session, &Session::documentChanged, this, follow);
    follow();
}

} // namespace tessera::app
