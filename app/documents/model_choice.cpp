// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/documents/model_choice.h"

#include "core/text.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace tessera::app {
namespace {

/// Would encoding its picture anew lose what no encoder gives back?
bool holdsWork(const Document& document)
{
    return document.hasCodes()
        && (!document.projectPath().isEmpty() || !document.hasPicture() || document.isModified());
}

QString folderOf(const core::OpenedModel& model)
{
    return QFile::decodeName(model.files.folder.c_str());
}

} // namespace

ModelChoice::ModelChoice(Engine& engine, DocumentList& documents, core::Fit fit, QObject* parent)
    : QObject(parent), m_engine(engine), m_documents(documents), m_maker(engine, documents), m_fit(fit)
{
    connect(&engine, &Engine::modelOpened, this, &ModelChoice::take);
    connect(&m_maker, &CodeMaker::chosen, this, [this](const OpenDocument* opened) {
        if (opened == m_documents.current() && m_inUse.model != opened->model.model)
            use(opened->model);
    });
    connect(&m_maker, &CodeMaker::made, this, &ModelChoice::made);
    connect(&m_maker, &CodeMaker::gaveUp, this, &ModelChoice::gaveUp);
    connect(&m_maker, &CodeMaker::noticed, this, &ModelChoice::noticed);
}

std::vector<core::OpenedModel> ModelChoice::open() const
{
    std::vector<core::OpenedModel> models;
    const auto add = [&models](const core::OpenedModel& model) {
        const auto same = [&](const core::OpenedModel& other) { return other.model == model.model; };
        if (model.model && std::ranges::none_of(models, same))
            models.push_back(model);
    };
    add(m_inUse);
    add(m_next);
    for (const auto& opened : m_documents.all())
        add(opened->model);
    return models;
}

void ModelChoice::ask(const QString& folder)
{
    m_isComing = true;
    m_comingFor = m_documents.current() ? m_documents.current()->id : 0;
    m_engine.openModel(folder);
    emit workChanged();
}

void ModelChoice::take(const core::OpenedModel& model)
{
    m_isComing = false;
    emit opened(folderOf(model));
    if (const std::string damage = model.model->warning(); !damage.empty())
        emit noticed(tr("%1: %2.").arg(QString::fromStdString(core::printable(model.model->name())),
                                       QString::fromStdString(damage)));
    OpenDocument* target = m_documents.find(m_comingFor);
    if (OpenDocument* current = m_documents.current(); !target && current && !current->document->waitingProject()) {
        // Opened meanwhile. A picture takes the model that was asked for; work keeps the one that it was made with.
        if (holdsWork(*current->document)) {
            emit workChanged();
            return;
        }
        target = current;
    }
    m_next = model;
    if (target) {
        encode(*target, model);
        return;
    }
    use(model);
    emit chosen();
    emit workChanged();
}

void ModelChoice::askingFailed()
{
    m_isComing = false;
    OpenDocument* current = m_documents.current();
    if (current && current->id == m_comingFor && !current->document->hasCodes() && !current->isEncoding()
        && !current->document->waitingProject())
        encodeFirst(*current);
}

void ModelChoice::show(OpenDocument& opened)
{
    if (opened.document->hasCodes()) {
        m_next = opened.isEncoding() ? opened.nextModel : opened.model;
        if (opened.model.model != m_inUse.model)
            use(opened.model);
        emit chosen();
    } else if (!opened.isEncoding() && !opened.document->waitingProject()) {
        encodeFirst(opened);
    }
}

void ModelChoice::use(const core::OpenedModel& model)
{
    m_inUse = model;
    emit changed();
}

void ModelChoice::encode(OpenDocument& target, const core::OpenedModel& model)
{
    m_maker.make(target, model, m_fit);
    emit workChanged();
}

/// The document in front gets its first codes: of the model that it wants, else of the one in use.
void ModelChoice::encodeFirst(OpenDocument& target)
{
    if (const QString wanted = std::exchange(target.wantedModel, {}); !wanted.isEmpty()) {
        for (const core::OpenedModel& known : open())
            if (folderOf(known) == wanted) {
                m_next = known;
                return encode(target, known);
            }
        if (QFileInfo::exists(wanted))
            return ask(wanted);
    }
    if (m_next.model)
        encode(target, m_next);
}

void ModelChoice::giveUpEncoding(OpenDocument& opened)
{
    opened.nextModel = {};
    if (m_inUse.model)
        m_next = m_inUse;
}

void ModelChoice::setFit(core::Fit fit)
{
    if (fit == m_fit)
        return;
    m_fit = fit;
    OpenDocument* current = m_documents.current();
    if (current && m_next.model && current->document->hasPicture() && !current->document->waitingProject())
        encode(*current, m_next);
}

void ModelChoice::noneIsOpen()
{
    if (m_next.model != m_inUse.model)
        use(m_next);
}

} // namespace tessera::app
