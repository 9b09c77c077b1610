// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/documents/code_maker.h"

#include "app/projects/codes_alone.h"
#include "core/error.h"

#include <utility>

namespace tessera::app {

CodeMaker::CodeMaker(Engine& engine, const DocumentList& documents, QObject* parent)
    : QObject(parent), m_engine(engine), m_documents(documents)
{
    connect(&engine, &Engine::encoded, this, &CodeMaker::takeEncoded);
    connect(&m_restorer, &ProjectRestorer::done, this,
            [this](quint64 id, const std::shared_ptr<const OpenedProject>& project) { takeRestored(id, *project); });
}

void CodeMaker::make(OpenDocument& target, const core::OpenedModel& model, core::Fit fit)
{
    target.nextModel = model;
    const Document& document = *target.document;
    if (const auto& waiting = document.waitingProject())
        m_restorer.restore(target.id, waiting, document.original(), model);
    else if (document.hasPicture())
        m_engine.encode(target.id, model.model, document.original(), fit);
    else
        readAnew(target);
}

void CodeMaker::takeEncoded(quint64 id, const std::shared_ptr<const core::VqModel>& model,
                            const core::Prepared& prepared, const core::IndexMap& codes)
{
    OpenDocument* opened = m_documents.find(id);
    if (!opened || opened->nextModel.model != model)
        return;
    opened->model = std::exchange(opened->nextModel, {});
    emit chosen(opened);
    opened->document->setEncoded(model, prepared, codes);
    emit made(opened);
}

void CodeMaker::takeRestored(quint64 id, const OpenedProject& project)
{
    OpenDocument* opened = m_documents.find(id);
    if (!opened || !opened->isEncoding())
        return;
    if (!project.model.model) {
        emit gaveUp(opened, project.problem);
        return;
    }
    opened->nextModel = {};
    opened->model = project.model;
    const bool isSaved = !opened->document->isModified();
    emit chosen(opened);
    opened->document->restore(project.model.model, project.prepared, *project.project, isSaved);
    emit made(opened);
    if (!project.remark.isEmpty())
        emit noticed(project.remark);
}

/// The same numbers mean other patches under another model.
void CodeMaker::readAnew(OpenDocument& target)
{
    Document& document = *target.document;
    try {
        const OpenedProject project = projectOfCodes(document.encodedCodes(), document.title(), target.nextModel);
        target.model = std::exchange(target.nextModel, {});
        emit chosen(&target);
        document.setEncoded(target.model.model, project.prepared, document.encodedCodes());
        emit made(&target);
    } catch (const core::Error& error) {
        emit gaveUp(&target, tr("%1: %2").arg(document.title(), QString::fromUtf8(error.what())));
    }
}

} // namespace tessera::app
