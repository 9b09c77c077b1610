// SPDX-License-Identifier: GPL-3.0-or-later
// A document and what belongs to it alone: its name towards the engine, what keeps its reconstruction up, its model and
// what its reader had to say.
#pragma once

#include "app/documents/document.h"
#include "app/engine/decode_follower.h"
#include "core/model/model_folder.h"

#include <QStringList>

#include <memory>

namespace tessera::app {

struct OpenDocument {
    quint64 id = 0;
    std::unique_ptr<Document> document;
    std::unique_ptr<DecodeFollower> follower; ///< dies before its document
    QStringList notes;                        ///< "turned upright (EXIF 6)"
    core::OpenedModel model;                  ///< that made the codes; none before the first
    QString wantedModel;                      ///< folder of the model for its first codes; empty for any
    core::OpenedModel nextModel;              ///< that the picture is being encoded with; none while it is not

    bool isEncoding() const { return nextModel.model != nullptr; }
};

class Engine;
struct PictureRead;

/// The document of what was read, with a follower that sleeps. A project is restored, or waits for its model.
std::unique_ptr<OpenDocument> openDocument(const PictureRead& read, quint64 id, Engine& engine);

} // namespace tessera::app
