// SPDX-License-Identifier: GPL-3.0-or-later
// Gives open documents the codes of a model: the engine encodes the picture, a project that waited for its model is
// restored, and codes that came without a picture are read as the new model's. Lives on the GUI thread.
#pragma once

#include "app/documents/document_list.h"
#include "app/engine/engine.h"
#include "app/projects/project_restorer.h"

#include <QObject>

namespace tessera::app {

class CodeMaker : public QObject {
    Q_OBJECT
public:
    CodeMaker(Engine& engine, const DocumentList& documents, QObject* parent = nullptr);

    /// Until one of the signals tells, or the engine that it failed, the document is being encoded
    /// (OpenDocument::isEncoding). The newest counts.
    void make(OpenDocument& target, const core::OpenedModel& model, core::Fit fit);

signals:
    void chosen(tessera::app::OpenDocument* opened); ///< its codes are there, and it gets them now
    void made(tessera::app::OpenDocument* opened);   ///< it has them
    void gaveUp(tessera::app::OpenDocument* opened, const QString& why); ///< nothing about it has changed
    void noticed(const QString& remark); ///< on what was made last

private:
    void takeEncoded(quint64 id, const std::shared_ptr<const core::VqModel>& model, const core::Prepared& prepared,
                     const core::IndexMap& codes);
    void takeRestored(quint64 id, const OpenedProject& project);
    void readAnew(OpenDocument& target);

    Engine& m_engine;
    const DocumentList& m_documents;
    ProjectRestorer m_restorer;
};

} // namespace tessera::app
