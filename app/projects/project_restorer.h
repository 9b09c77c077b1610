// SPDX-License-Identifier: GPL-3.0-or-later
// Gives projects that wait for their model the one that a person chose. Works on a worker; lives on the GUI thread.
#pragma once

#include "app/projects/project_opening.h"
#include "core/picture.h"

#include <QObject>

namespace tessera::app {

class ProjectRestorer : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// `document`: the number by which done() calls it. `picture` is null for codes alone.
    void restore(quint64 document, std::shared_ptr<const core::Project> project,
                 std::shared_ptr<const core::Picture> picture, const core::OpenedModel& model);

signals:
    /// Without a model where it does not fit; `opened.problem` says why.
    void done(quint64 document, const std::shared_ptr<const tessera::app::OpenedProject>& opened);
};

} // namespace tessera::app
