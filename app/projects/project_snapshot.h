// SPDX-License-Identifier: GPL-3.0-or-later
// A document as a project. What is quick is taken on the GUI thread, and shares or copies all that it needs; what takes
// its time (packing pictures, hashing weights) is done by finish() on a worker.
#pragma once

#include "core/files/project.h"
#include "core/model/model_folder.h"
#include "core/picture.h"

#include <memory>
#include <string>
#include <vector>

namespace tessera::app {

class Document;

struct ProjectSnapshot {
    core::Project project; ///< all but the picture's bytes, the thumbnail and, where nobody knows it yet, the hash
    std::shared_ptr<const std::vector<std::byte>> source; ///< the picture's file; null for pictures without one
    std::shared_ptr<const core::Picture> original; ///< null: codes alone
    std::shared_ptr<const core::Picture> drawn; ///< for the thumbnail; null for none
    core::ModelFiles modelFiles;
    bool bundlesModel = false; ///< with the model's files inside
};

/// `model`: that made the codes; its pointer may be null where the document has none.
ProjectSnapshot snapshotOf(const Document& document, const core::OpenedModel& model,
                           std::vector<core::ProjectStamp> stamps);

/// Throws core::Error.
core::Project finish(ProjectSnapshot snapshot);

/// SHA-256 of a model's weight files, one after the other, in lower-case hex. Throws core::FileError.
std::string hashOf(const core::ModelFiles& files);

} // namespace tessera::app
