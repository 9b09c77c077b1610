// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/job_progress.h"

#include "app/documents/sought_strokes.h"
#include "app/exports/exporter.h"
#include "app/session.h"
#include "app/window/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

namespace tessera::app {

JobProgress::JobProgress(Session& session, Exporter& exporter, QWidget* parent)
    : QWidget(parent), m_session(session), m_exporter(exporter), m_text(new QLabel(this)), m_bar(new QProgressBar(this)),
      m_cancel(new QToolButton(this))
{
    m_text->setTextFormat(Qt::PlainText);
    m_bar->setFixedSize(150, 12);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress"));
    m_cancel->setText(tr("Cancel"));
    m_cancel->setToolTip(tr("Stop this. What was there before stays."));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(6, 0, 6, 0);
    row->setSpacing(8);
    row->addWidget(m_text);
    row->addWidget(m_bar);
    row->addWidget(m_cancel);
    hide();

    m_moment.setSingleShot(true);
    m_moment.setInterval(kMomentMs);
    connect(&m_moment, &QTimer::timeout, this, [this] {
        m_text->setText(workNow());
        setVisible(m_wanted);
    });
    connect(m_cancel, &QToolButton::clicked, this, &JobProgress::cancel);
    Engine& engine = session.engine();
    connect(&engine, &Engine::started, this, [this](Engine::Job job) {
        m_job = job;
        m_bar->setRange(0, 0); // until it says how far it is
        look();
    });
    connect(&engine, &Engine::progressed, this, [this](Engine::Job, double fraction) {
        m_bar->setRange(0, 1000);
        m_bar->setValue(static_cast<int>(1000 * fraction));
    });
    connect(&engine, &Engine::finished, this, [this] {
        m_job.reset();
        look();
    });
    connect(&session, &Session::openingChanged, this, &JobProgress::look);
    connect(&session, &Session::documentChanged, this, [this] {
        if (Document* document = m_session.document()) // which may have been in front before
            connect(&document->sought(), &SoughtStrokes::waitingChanged, this, &JobProgress::look, Qt::UniqueConnection);
        look();
    });
    connect(&exporter, &Exporter::workingChanged, this, &JobProgress::look);
}

void JobProgress::look()
{
    if (!m_job)
        m_bar->setRange(0, 0);
    const bool wanted = m_job || isSearching() || m_session.isOpening() || m_exporter.isWorking();
    if (wanted && isVisible()) {
        m_text->setText(workNow());
    } else if (wanted && !m_wanted) {
        m_moment.start();
    } else if (!wanted) {
        m_moment.stop();
        hide();
    }
    m_wanted = wanted;
}

bool JobProgress::isSearching() const
{
    return m_session.document() && m_session.document()->sought().isWaiting();
}

QString JobProgress::workNow() const
{
    const QString title = m_session.workTitle();
    if (isSearching())
        return tr("Looking for codes …");
    if (m_exporter.isWaiting())
        return tr("Decoding for the export …");
    if (m_job == Engine::Job::encode)
        return title.isEmpty() ? tr("Encoding …") : tr("Encoding %1 …").arg(title);
    if (m_job == Engine::Job::decode)
        return tr("Decoding …");
    if (m_job == Engine::Job::openModel)
        return tr("Opening the model …");
    if (m_job == Engine::Job::openDevice)
        return tr("Starting the device …");
    return m_exporter.isWorking() ? tr("Writing the file …") : tr("Opening %1 …").arg(title);
}

void JobProgress::cancel()
{
    if (isSearching()) { // which is what it says
        while (m_session.document()->sought().takeBack()) {
        }
        return;
    }
    m_exporter.cancel();
    m_session.cancel();
}

} // namespace tessera::app
