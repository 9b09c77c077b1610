// SPDX-License-Identifier: GPL-3.0-or-later
// What saving and opening projects means for the rest of the window.
#pragma once

namespace tessera::app {

class ProjectClaims;
class ProjectSaver;
class Session;
class StampShelf;

/// Files that another program has changed meanwhile are asked about; stamps go with projects and come with them.
void connectProjects(Session& session, ProjectSaver& saver, ProjectClaims& claims, StampShelf& stamps);

} // namespace tessera::app
