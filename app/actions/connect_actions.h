// SPDX-License-Identifier: GPL-3.0-or-later
// What the actions do, menu by menu. Each function connects its menu's rows and keeps their state up to date; called
// once, and nothing else needs to know the ids.
#pragma once

#include "app/actions/action_set.h"
#include "app/actions/workspace.h"

namespace tessera::app {

void connectFileActions(ActionSet& actions, const Workspace& work);
void connectDocumentActions(ActionSet& actions, const Workspace& work);
void connectEditActions(ActionSet& actions, const Workspace& work);
void connectSelectionActions(ActionSet& actions, const Workspace& work);
void connectClipboardActions(ActionSet& actions, const Workspace& work);
void connectToolActions(ActionSet& actions, const Workspace& work);
void connectStampActions(ActionSet& actions, const Workspace& work);
void connectViewActions(ActionSet& actions, const Workspace& work);
void connectPaneActions(ActionSet& actions, const Workspace& work);
void connectOverlayActions(ActionSet& actions, const Workspace& work);
void connectModelActions(ActionSet& actions, const Workspace& work);
void connectHelpActions(ActionSet& actions, const Workspace& work);

} // namespace tessera::app
