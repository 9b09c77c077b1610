// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/fact_sheet.h"

#include <QGridLayout>
#include <QLabel>

namespace tessera::app {

FactSheet::FactSheet(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(10, 8, 10, 10);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(1, 1);
}

void FactSheet::section(const QString& title)
{
    auto* label = plain(title);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    if (m_row > 0)
        m_grid->setRowMinimumHeight(m_row++, 6);
    m_grid->addWidget(label, m_row++, 0, 1, 2);
}

void FactSheet::fact(const QString& name, const QString& value)
{
    if (value.isEmpty())
        return;
    auto* left = plain(name);
    left->setForegroundRole(QPalette::PlaceholderText);
    m_grid->addWidget(left, m_row, 0, Qt::AlignTop);
    auto* right = plain(value);
    right->setAccessibleName(name + QStringLiteral(": ") + value);
    m_grid->addWidget(right, m_row++, 1, Qt::AlignTop);
}

void FactSheet::note(const QString& text)
{
    m_grid->addWidget(plain(text), m_row++, 0, 1, 2);
}

void FactSheet::end()
{
    m_grid->setRowStretch(m_row, 1);
}

QLabel* FactSheet::plain(const QString& text)
{
    auto* label = new QLabel(text, this);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace tessera::app
