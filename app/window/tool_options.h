// SPDX-License-Identifier: GPL-3.0-or-later
// The options of the current tool, in the tool bar: only those that mean something to it are there.
#pragma once

#include <QWidget>

class QHBoxLayout;
class QToolButton;

namespace tessera::app {

class ActionSet;
class ToolState;

class ToolOptions : public QWidget {
    Q_OBJECT
public:
    ToolOptions(const ActionSet& actions, ToolState& tools, QWidget* parent = nullptr);

private:
    void addBrush(const ActionSet& actions);
    void addShape();
    void addLikeness();
    void addDice(const ActionSet& actions);
    QToolButton* addButton(const QString& name);
    void showFor(const QString& tool);

    ToolState& m_tools;
    QHBoxLayout* m_row;
    QList<QWidget*> m_brushSize, m_brushShape, m_shape, m_likeness, m_dice; ///< what belongs together
    QList<QWidget*> m_jitter, m_morph, m_pixels;
};

} // namespace tessera::app
