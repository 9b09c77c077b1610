// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/projects/project_connections.h"

#include "app/projects/project_claims.h"
#include "app/projects/project_saver.h"
#include "app/projects/project_stamps.h"
#include "app/session.h"
#include "app/stamps/stamp_shelf.h"

namespace tessera::app {

void connectProjects(Session& session, ProjectSaver& saver, ProjectClaims& claims, StampShelf& stamps)
{
    saver.setGuard([&claims](const Document* document, const QString& path) { return claims.objection(document, path); });
    QObject::connect(&saver, &ProjectSaver::saved, &claims, &ProjectClaims::claim);
    // An attempt may replace a file and fail after that.
    QObject::connect(&saver, &ProjectSaver::attempted, &claims, &ProjectClaims::claim);
    saver.setStamps([&stamps](const QString& model) { return savedStamps(stamps, model); });
    QObject::connect(&session, &Session::projectOpened, &stamps,
                     [&stamps](const std::shared_ptr<const core::Project>& project) { takeStamps(stamps, *project); });
}

} // namespace tessera::app
