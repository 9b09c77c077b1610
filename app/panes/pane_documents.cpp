// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/pane_documents.h"

#include "app/canvas/canvas.h"
#include "app/documents/recent_files.h"
#include "app/files/resources.h"
#include "app/panes/pane_view.h"
#include "app/session.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace tessera::app {

PaneDocuments::PaneDocuments(Session& session, Canvas& canvas, const RecentFiles& models, QObject* parent)
    : QObject(parent), m_session(session), m_canvas(canvas), m_recentModels(models), m_through(session.engine())
{
    connect(&m_through, &ThroughModels::changed, this, &PaneDocuments::tellDocuments);
    connect(&session, &Session::documentsChanged, this, &PaneDocuments::tellDocuments);
    connect(&session, &Session::documentChanged, this, [this] {
        m_through.setDocument(m_session.document());
        tellDocuments();
    });
    connect(&canvas.others(), &OtherDocuments::modelAsked, this,
            [this](const QString& folder, const auto& show) { show(m_through.open(folder)); });
    for (const PaneView* pane : canvas.panes()) // after the canvas, which was there first
        connect(pane, &PaneView::setupChanged, this, [this] { m_through.keep(m_canvas.others().used()); });
    connect(&models, &RecentFiles::changed, this, &PaneDocuments::tellModels);
    tellDocuments();
    tellModels();
}

void PaneDocuments::tellDocuments()
{
    std::vector<OtherDocuments::Candidate> candidates;
    for (Document* document : m_session.documents())
        if (document != m_session.document())
            candidates.push_back({m_session.idOf(*document), document->title(), document});
    for (const ThroughModels::Seen& seen : m_through.seen())
        candidates.push_back({seen.number, seen.name, seen.document, seen.isWorking});
    m_canvas.others().setCandidates(std::move(candidates), m_session.documentId());
}

void PaneDocuments::tellModels()
{
    std::vector<OtherDocuments::Model> models;
    for (const EmbeddedModel& model : embeddedModels())
        models.push_back({QString::fromStdString(model.name), QFile::decodeName(model.folder.c_str())});
    for (const QString& folder : m_recentModels.paths()) {
        const auto isKnown = [&folder](const OtherDocuments::Model& model) {
            return QFileInfo(model.folder) == QFileInfo(folder);
        };
        if (std::ranges::none_of(models, isKnown))
            models.push_back({QFileInfo(folder).fileName(), folder});
    }
    m_canvas.others().setModels(std::move(models));
}

} // namespace tessera::app
