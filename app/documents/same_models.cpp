// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/documents/same_models.h"

#include "app/documents/document.h"
#include "app/documents/document_list.h"

namespace tessera::app {

SameModels::SameModels(const DocumentList& documents) : m_documents(documents)
{
    connect(&m_hashes, &ModelHashes::changed, this, &SameModels::changed);
}

void SameModels::compare(const std::vector<core::OpenedModel>& models)
{
    m_hashes.compare(models);
    emit changed();
}

QList<Document*> SameModels::with(Document* document) const
{
    if (!document || !document->hasCodes())
        return {};
    QList<Document*> same{document};
    for (const auto& opened : m_documents.all())
        if (opened->document.get() != document
            && m_hashes.areSame(opened->document->model().get(), document->model().get()))
            same << opened->document.get();
    return same;
}

} // namespace tessera::app
