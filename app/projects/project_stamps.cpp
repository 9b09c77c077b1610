// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/projects/project_stamps.h"

#include "app/stamps/stamp_shelf.h"

namespace tessera::app {

std::vector<core::ProjectStamp> savedStamps(const StampShelf& shelf, const QString& model)
{
    std::vector<core::ProjectStamp> stamps;
    for (const Stamp& stamp : shelf.stampsOf(model))
        stamps.push_back({stamp.name.toStdString(), stamp.key, stamp.block});
    return stamps;
}

void takeStamps(StampShelf& shelf, const core::Project& project)
{
    std::vector<Stamp> stamps;
    for (const core::ProjectStamp& stamp : project.stamps)
        stamps.push_back({QString::fromStdString(stamp.name), stamp.block, stamp.key});
    shelf.add(shelfNameOf(project.model.name, project.model.codes), stamps);
}

} // namespace tessera::app
