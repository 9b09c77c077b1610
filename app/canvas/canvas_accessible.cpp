// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canvas/canvas_accessible.h"

#include "app/canvas/canvas.h"
#include "app/canvas/cell_table.h"

#include <QAccessible>
#include <QAccessibleWidget>

namespace tessera::app {
namespace {

Announcer s_announcer = &QAccessible::updateAccessibility;

/// The canvas: the table first, then its panes and their headers.
class CanvasAccessible : public QAccessibleWidget {
public:
    explicit CanvasAccessible(Canvas& canvas) : QAccessibleWidget(&canvas, QAccessible::Grouping)
    {
        m_table = QAccessible::registerAccessibleInterface(makeCellTable(canvas));
    }
    ~CanvasAccessible() override
    {
        if (QAccessible::accessibleInterface(m_table))
            QAccessible::deleteAccessibleInterface(m_table);
    }

    int childCount() const override { return 1 + QAccessibleWidget::childCount(); }
    QAccessibleInterface* child(int index) const override
    {
        return index == 0 ? table() : QAccessibleWidget::child(index - 1);
    }
    int indexOfChild(const QAccessibleInterface* child) const override
    {
        if (child == table())
            return 0;
        const int index = QAccessibleWidget::indexOfChild(child);
        return index < 0 ? index : index + 1;
    }
    QAccessibleInterface* focusChild() const override
    {
        if (!widget()->hasFocus())
            return QAccessibleWidget::focusChild();
        QAccessibleInterface* cell = table() ? table()->focusChild() : nullptr;
        return cell ? cell : const_cast<CanvasAccessible*>(this);
    }

private:
    QAccessibleInterface* table() const { return QAccessible::accessibleInterface(m_table); }

    QAccessible::Id m_table;
};

QAccessibleInterface* make(const QString& className, QObject* object)
{
    if (className != QLatin1String(Canvas::staticMetaObject.className()))
        return nullptr;
    return new CanvasAccessible(*static_cast<Canvas*>(object));
}

QAccessibleInterface* cellOf(Canvas& canvas, core::Cell cell)
{
    QAccessibleInterface* whole = QAccessible::queryAccessibleInterface(&canvas);
    QAccessibleInterface* table = whole ? whole->child(0) : nullptr;
    return table && table->tableInterface() ? table->tableInterface()->cellAt(cell.row, cell.col) : nullptr;
}

} // namespace

void installCanvasAccessibility()
{
    static const bool installed = [] {
        QAccessible::installFactory(make);
        return true;
    }();
    Q_UNUSED(installed)
}

void setAnnouncer(Announcer announcer) { s_announcer = announcer; }

void announceGrid(Canvas& canvas)
{
    QAccessibleInterface* whole = QAccessible::queryAccessibleInterface(&canvas);
    if (QAccessibleInterface* table = whole ? whole->child(0) : nullptr) {
        QAccessibleTableModelChangeEvent event(table, QAccessibleTableModelChangeEvent::ModelReset);
        table->tableInterface()->modelChange(&event); // whoever listens: the old cells are gone
        s_announcer(&event);
    }
}

void announceFocus(Canvas& canvas, core::Cell cell)
{
    if (QAccessibleInterface* interface = cellOf(canvas, cell)) {
        QAccessibleEvent event(interface, QAccessible::Focus);
        s_announcer(&event);
    }
}

void announceValue(Canvas& canvas, core::Cell cell)
{
    if (QAccessibleInterface* interface = cellOf(canvas, cell)) {
        QAccessibleValueChangeEvent event(interface, interface->text(QAccessible::Value));
        s_announcer(&event);
        QAccessibleEvent renamed(interface, QAccessible::NameChanged);
        s_announcer(&renamed);
    }
}

} // namespace tessera::app
