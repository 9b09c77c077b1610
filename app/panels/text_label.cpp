// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/text_label.h"

namespace tessera::app {

QLabel* textLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setFocusPolicy(Qt::NoFocus);
    return label;
}

QLabel* sentenceLabel(QWidget* parent)
{
    QLabel* label = textLabel(parent);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

QLabel* mutedLabel(QWidget* parent)
{
    QLabel* label = textLabel(parent);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

} // namespace tessera::app
