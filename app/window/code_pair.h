// SPDX-License-Identifier: GPL-3.0-or-later
// The looks of the codes A and B, A in front. A click swaps them.
#pragma once

#include <QToolButton>

namespace tessera::app {

class ActionSet;
class CodeLooks;
class ToolState;

class CodePair : public QToolButton {
    Q_OBJECT
public:
    CodePair(const ActionSet& actions, const CodeLooks& looks, ToolState& tools, QWidget* parent = nullptr);

private:
    void refresh();
    QIcon drawn() const;

    const ActionSet& m_actions;
    const CodeLooks& m_looks;
    const ToolState& m_tools;
};

} // namespace tessera::app
