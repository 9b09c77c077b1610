// SPDX-License-Identifier: GPL-3.0-or-later
// The bar on the left: the tools, and below them the codes that they paint.
#pragma once

#include <QToolBar>

namespace tessera::app {

class ActionSet;
class CodeLooks;
class ToolState;

class ToolStrip : public QToolBar {
    Q_OBJECT
public:
    ToolStrip(const ActionSet& actions, ToolState& tools, const CodeLooks& looks, QWidget* parent = nullptr);
};

} // namespace tessera::app
