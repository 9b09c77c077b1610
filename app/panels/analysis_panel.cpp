// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/analysis_panel.h"

#include "app/panels/text_label.h"
#include "app/session.h"

#include <QDockWidget>
#include <QVBoxLayout>

namespace tessera::app {

AnalysisPanel::AnalysisPanel(const PanelContext& context, QWidget* dock) : QScrollArea(dock), m_session(context.session)
{
    auto* sheet = new QWidget;
    m_sentence = sentenceLabel(sheet);
    m_column = new QVBoxLayout(sheet);
    m_column->setContentsMargins(10, 10, 10, 8);
    m_column->addWidget(m_sentence);
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // One that comes and goes changes the width, that the heights, and those whether it has to come: without an end.
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setWidget(sheet);
    setMinimumWidth(300);
    connect(qobject_cast<QDockWidget*>(dock), &QDockWidget::visibilityChanged, this, [this](bool seen) {
        m_isSeen = seen;
        seen ? look() : rest();
    });
    connect(&m_session, &Session::documentChanged, this, &AnalysisPanel::watchDocument);
    watchDocument();
}

QString AnalysisPanel::sentence() const
{
    return m_sentence->text();
}

void AnalysisPanel::say(const QString& sentence, bool isCurrent)
{
    m_sentence->setText(sentence);
    m_sentence->setEnabled(isCurrent);
}

bool AnalysisPanel::isDocumentExact() const
{
    return m_document && m_document->hasCodes() && m_document->isExact();
}

CodesVersion AnalysisPanel::codesVersion() const
{
    return m_document ? CodesVersion{m_session.idOf(*m_document), m_document->revision()} : CodesVersion();
}

void AnalysisPanel::lookAgain()
{
    if (m_isSeen)
        look();
}

void AnalysisPanel::watchDocument()
{
    if (m_document)
        m_document->disconnect(this);
    m_document = m_session.document();
    if (m_document) {
        connect(m_document, &Document::encodedChanged, this, &AnalysisPanel::lookAgain);
        connect(m_document, &Document::codesChanged, this, &AnalysisPanel::lookAgain);
        connect(m_document, &Document::exactChanged, this, &AnalysisPanel::lookAgain);
        connect(m_document, &Document::selectionChanged, this, &AnalysisPanel::lookAgain);
    }
    lookAgain();
}

} // namespace tessera::app
