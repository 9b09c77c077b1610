// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/analysis/polisher.h"

#include "app/codes/code_edits.h"
#include "app/documents/document.h"
#include "app/session.h"
#include "core/edit/region_sets.h"

#include <utility>

namespace tessera::app {

Polisher::Polisher(Session& session, QObject* parent) : QObject(parent), m_session(session)
{
    const Engine& engine = session.engine();
    connect(&engine, &Engine::polishing, this, [this](quint64 request, const core::PolishState& state) {
        if (request != m_request)
            return;
        m_state = std::make_unique<core::PolishState>(state);
        emit changed();
    });
    connect(&engine, &Engine::polished, this, [this](quint64 request, const auto& result, const QString& problem) {
        if (request == m_request)
            take(result, problem);
    });
    connect(&session, &Session::documentsChanged, this, [this] {
        if (isRunning() && !m_session.documents().contains(m_document.get()))
            overtake();
    });
}

void Polisher::start(Document& document, int candidates, int passes)
{
    if (isRunning() || !document.hasCodes())
        return;
    m_document = &document;
    m_region = affectedCells(document);
    m_cells = core::cellCount(m_region);
    m_title = document.title();
    m_state.reset();
    m_problem.clear();
    m_ending = Ending::none;
    connect(&document, &Document::codesChanged, this, &Polisher::overtake);
    connect(&document, &Document::encodedChanged, this, &Polisher::overtake);
    core::PolishSettings settings;
    settings.candidates = candidates;
    settings.passes = passes;
    settings.region = m_region;
    m_request = m_session.engine().polish(document.model(), document.original(), document.preparation().fit,
                                          document.codes(), settings);
    emit changed();
}

void Polisher::stop()
{
    if (isRunning())
        m_session.engine().stopPolish();
}

void Polisher::overtake()
{
    m_session.engine().stopPolish();
    end(Ending::overtaken);
}

void Polisher::take(const std::shared_ptr<const core::PolishResult>& result, const QString& problem)
{
    m_problem = problem;
    if (result && result->state.decodes > 0)
        m_state = std::make_unique<core::PolishState>(result->state);
    Document* document = m_document;
    end(!problem.isEmpty()                  ? Ending::failed
            : !result || result->stopped    ? Ending::stopped
                                            : Ending::done);
    if (document && result && result->state.changed > 0)
        document->editAnywhere({core::makePatch(document->codes(), m_region, core::mapInk(result->codes)), {}},
                               tr("Polish"));
}

/// What comes from now on is not about this run.
void Polisher::end(Ending ending)
{
    m_request = 0;
    if (m_document)
        m_document->disconnect(this);
    m_document.clear();
    m_ending = ending;
    emit changed();
}

} // namespace tessera::app
