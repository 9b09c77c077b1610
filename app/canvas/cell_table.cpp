// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canvas/cell_table.h"

#include "app/canvas/canvas.h"
#include "app/documents/document.h"

#include <QAccessible>
#include <QCoreApplication>
#include <QPointer>

#include <map>
#include <optional>
#include <utility>

namespace tessera::app {
namespace {

QString tr(const char* english) { return QCoreApplication::translate("CanvasAccessible", english); }

/// One cell. Knows its place only; all else it asks of the canvas.
class CellAccessible : public QAccessibleInterface,
                       public QAccessibleTableCellInterface,
                       public QAccessibleActionInterface {
public:
    CellAccessible(QPointer<Canvas> canvas, QAccessibleInterface& table, core::Cell cell)
        : m_canvas(std::move(canvas)), m_table(table), m_cell(cell)
    {
    }

    bool isValid() const override { return document() && document()->grid().contains(m_cell); }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return m_table.window(); }
    QAccessibleInterface* parent() const override { return &m_table; }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::Cell; }
    QRect rect() const override { return isValid() ? m_canvas->cellOnScreen(m_cell) : QRect(); }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.invalid = !isValid();
        if (state.invalid)
            return state;
        state.focusable = true;
        state.focused = m_canvas->hasFocus() && m_canvas->cursorCell() == m_cell;
        state.selectable = true;
        state.selected = isSelected();
        state.offscreen = rect().isEmpty();
        return state;
    }

    /// "Row 3, column 5, code 4211, edited".
    QString text(QAccessible::Text kind) const override
    {
        if (!isValid())
            return {};
        const int code = document()->codes().at(m_cell.row, m_cell.col);
        if (kind == QAccessible::Value)
            return QString::number(code);
        if (kind != QAccessible::Name)
            return {};
        QString text = tr("Row %1, column %2, code %3").arg(m_cell.row).arg(m_cell.col).arg(code);
        if (code != document()->encodedCodes().at(m_cell.row, m_cell.col))
            text += tr(", edited");
        if (isSelected())
            text += tr(", selected");
        return text;
    }
    void setText(QAccessible::Text, const QString&) override {}

    void* interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::TableCellInterface)
            return static_cast<QAccessibleTableCellInterface*>(this);
        if (type == QAccessible::ActionInterface)
            return static_cast<QAccessibleActionInterface*>(this);
        return nullptr;
    }

    bool isSelected() const override { return isValid() && document()->selection().contains(m_cell); }
    QList<QAccessibleInterface*> columnHeaderCells() const override { return {}; }
    QList<QAccessibleInterface*> rowHeaderCells() const override { return {}; }
    int columnIndex() const override { return m_cell.col; }
    int rowIndex() const override { return m_cell.row; }
    int columnExtent() const override { return 1; }
    int rowExtent() const override { return 1; }
    QAccessibleInterface* table() const override { return &m_table; }

    QStringList actionNames() const override { return {setFocusAction()}; }
    void doAction(const QString& name) override
    {
        if (name == setFocusAction() && isValid()) {
            m_canvas->setFocus();
            m_canvas->setCursorCell(m_cell);
        }
    }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }

private:
    const Document* document() const { return m_canvas ? m_canvas->document() : nullptr; }

    QPointer<Canvas> m_canvas;
    QAccessibleInterface& m_table;
    core::Cell m_cell;
};

/// All cells of the document; no widget of its own.
class CellTable : public QAccessibleInterface, public QAccessibleTableInterface {
public:
    explicit CellTable(Canvas& canvas) : m_canvas(&canvas) {}
    ~CellTable() override { forget(); }

    bool isValid() const override { return m_canvas; }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return m_canvas ? m_canvas->window()->windowHandle() : nullptr; }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(m_canvas); }
    QAccessible::Role role() const override { return QAccessible::Table; }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.invalid = !m_canvas;
        state.focusable = true;
        return state;
    }
    QString text(QAccessible::Text kind) const override
    {
        if (kind == QAccessible::Name)
            return tr("Codes");
        if (kind == QAccessible::Description)
            return tr("%1 rows and %2 columns of cells").arg(rowCount()).arg(columnCount());
        return {};
    }
    void setText(QAccessible::Text, const QString&) override {}
    QRect rect() const override
    {
        return m_canvas ? QRect(m_canvas->mapToGlobal(QPoint()), m_canvas->size()) : QRect();
    }

    int childCount() const override { return rowCount() * columnCount(); }
    QAccessibleInterface* child(int index) const override
    {
        return columnCount() > 0 ? cellAt(index / columnCount(), index % columnCount()) : nullptr;
    }
    QAccessibleInterface* childAt(int x, int y) const override
    {
        const std::optional<core::Cell> cell = m_canvas ? m_canvas->cellAtScreen({x, y}) : std::nullopt;
        return cell ? cellAt(cell->row, cell->col) : nullptr;
    }
    int indexOfChild(const QAccessibleInterface* child) const override
    {
        for (const auto& [index, id] : m_cells)
            if (QAccessible::accessibleInterface(id) == child)
                return index;
        return -1;
    }
    QAccessibleInterface* focusChild() const override
    {
        const std::optional<core::Cell> cell = m_canvas ? m_canvas->cursorCell() : std::nullopt;
        return cell ? cellAt(cell->row, cell->col) : nullptr;
    }
    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableInterface ? static_cast<QAccessibleTableInterface*>(this) : nullptr;
    }

    QAccessibleInterface* caption() const override { return nullptr; }
    QAccessibleInterface* summary() const override { return nullptr; }
    QAccessibleInterface* cellAt(int row, int column) const override
    {
        if (row < 0 || column < 0 || row >= rowCount() || column >= columnCount())
            return nullptr;
        const int index = row * columnCount() + column;
        auto found = m_cells.find(index);
        if (found == m_cells.end() || !QAccessible::accessibleInterface(found->second)) {
            auto* cell = new CellAccessible(m_canvas, const_cast<CellTable&>(*this), {row, column});
            found = m_cells.insert_or_assign(index, QAccessible::registerAccessibleInterface(cell)).first;
        }
        return QAccessible::accessibleInterface(found->second);
    }
    int rowCount() const override { return grid().rows; }
    int columnCount() const override { return grid().cols; }
    QString rowDescription(int row) const override { return tr("Row %1").arg(row); }
    QString columnDescription(int column) const override { return tr("Column %1").arg(column); }

    int selectedCellCount() const override { return static_cast<int>(selectedPlaces().size()); }
    QList<QAccessibleInterface*> selectedCells() const override
    {
        QList<QAccessibleInterface*> cells;
        for (const core::Cell& cell : selectedPlaces())
            cells << cellAt(cell.row, cell.col);
        return cells;
    }
    // Cells are selected by the tools, and one by one: there are no selected rows or columns.
    int selectedColumnCount() const override { return 0; }
    int selectedRowCount() const override { return 0; }
    QList<int> selectedColumns() const override { return {}; }
    QList<int> selectedRows() const override { return {}; }
    bool isColumnSelected(int) const override { return false; }
    bool isRowSelected(int) const override { return false; }
    bool selectRow(int) override { return false; }
    bool selectColumn(int) override { return false; }
    bool unselectRow(int) override { return false; }
    bool unselectColumn(int) override { return false; }
    /// Another grid has other cells.
    void modelChange(QAccessibleTableModelChangeEvent*) override { forget(); }

private:
    core::CellRect grid() const
    {
        const Document* document = m_canvas ? m_canvas->document() : nullptr;
        return document && document->hasCodes() ? document->grid() : core::CellRect();
    }
    QList<core::Cell> selectedPlaces() const
    {
        QList<core::Cell> cells;
        if (grid().isEmpty())
            return cells;
        const core::Region& region = m_canvas->document()->selection();
        for (int row = region.bounds.top; row < region.bounds.top + region.bounds.rows; ++row)
            for (int col = region.bounds.left; col < region.bounds.left + region.bounds.cols; ++col)
                if (region.contains({row, col}))
                    cells << core::Cell{row, col};
        return cells;
    }
    void forget()
    {
        for (const auto& [index, id] : std::exchange(m_cells, {}))
            if (QAccessible::accessibleInterface(id))
                QAccessible::deleteAccessibleInterface(id);
    }

    QPointer<Canvas> m_canvas;
    mutable std::map<int, QAccessible::Id> m_cells; ///< those that somebody has asked for
};

} // namespace

QAccessibleInterface* makeCellTable(Canvas& canvas)
{
    return new CellTable(canvas);
}

} // namespace tessera::app
