// SPDX-License-Identifier: GPL-3.0-or-later
// From a project that was read to what a document needs: its model found and opened, its picture prepared. On a worker.
#pragma once

#include "core/files/project.h"
#include "core/model/model_folder.h"
#include "core/model/preprocess.h"

#include <QString>

#include <memory>
#include <vector>

namespace tessera::app {

struct OpenedProject {
    std::shared_ptr<const core::Project> project;
    core::OpenedModel model; ///< its pointer is null where it was not found
    core::Prepared prepared; ///< without its tensor; with the model only
    QString problem;         ///< why the model was not found, for a person
    QString remark;          ///< on a model that is not the project's own, likewise
};

/// Looks for the project's model among `open`, inside the project, among the embedded ones, in its folder where a person has
/// opened one there before, and among the models of this computer; one whose weights have another hash is not it, whatever its name. `picture` is null for codes alone. Throws core::Error for what is wrong with the
/// picture.
OpenedProject openProject(std::shared_ptr<const core::Project> project, const core::Picture* picture,
                          const std::vector<core::OpenedModel>& open);

/// The same with a model that a person chose, whatever its hash. Throws core::ShapeError where its codes or its factor
/// differ from the project's.
OpenedProject openProjectWith(std::shared_ptr<const core::Project> project, const core::Picture* picture,
                              const core::OpenedModel& model);

} // namespace tessera::app
