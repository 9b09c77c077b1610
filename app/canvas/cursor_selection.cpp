// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canvas/cursor_selection.h"

#include "app/canvas/cell_cursor.h"
#include "app/documents/document.h"
#include "core/edit/shapes.h"

#include <QCoreApplication>
#include <QKeyEvent>

namespace tessera::app {

bool CursorSelection::key(const QKeyEvent& event)
{
    const bool isArrow = event.key() == Qt::Key_Up || event.key() == Qt::Key_Down || event.key() == Qt::Key_Left
        || event.key() == Qt::Key_Right;
    if (!isArrow || !event.modifiers().testFlag(Qt::ShiftModifier) || m_scene.factor() == 0)
        return false;
    Document& document = *m_scene.document;
    const bool goesOn = m_scene.cursorCell && m_scene.cursorCell == m_at
        && document.selection() == core::rectangleRegion(m_anchor, *m_at, document.grid());
    const std::optional<core::Cell> from = m_scene.cursorCell;
    m_cursor.key(event.key()); // the first one lets the cursor appear
    m_at = m_scene.cursorCell;
    if (!goesOn) {
        m_anchor = from.value_or(*m_at);
        m_stroke = document.newStroke();
    }
    document.select(core::rectangleRegion(m_anchor, *m_at, document.grid()),
                    QCoreApplication::translate("Tools", "Select Rectangle"), m_stroke);
    return true;
}

} // namespace tessera::app
