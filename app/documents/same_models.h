// SPDX-License-Identifier: GPL-3.0-or-later
// Which open documents' codes mean the same, because their models are the same one though they may have been opened
// twice. Lives on the GUI thread.
#pragma once

#include "app/documents/model_hashes.h"

#include <QList>
#include <QObject>

namespace tessera::app {

class Document;
class DocumentList;

class SameModels : public QObject {
    Q_OBJECT
public:
    explicit SameModels(const DocumentList& documents);

    ModelHashes& hashes() { return m_hashes; }
    /// These are the models that are open now.
    void compare(const std::vector<core::OpenedModel>& models);
    /// `document` first, then the others whose codes mean the same; none where it has no codes.
    QList<Document*> with(Document* document) const;

signals:
    void changed(); ///< with() may be another

private:
    const DocumentList& m_documents;
    ModelHashes m_hashes;
};

} // namespace tessera::app
