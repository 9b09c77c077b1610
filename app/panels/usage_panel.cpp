// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/usage_panel.h"

#include "app/analysis/usage_survey.h"
#include "app/panels/curve_plot.h"
#include "app/panels/fact_sheet.h"
#include "app/panels/text_label.h"
#include "app/panels/usage_sheet.h"
#include "app/session.h"
#include "core/analysis/usage.h"

#include <QComboBox>
#include <QDockWidget>
#include <QDropEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QUrl>
#include <QVBoxLayout>

#include <initializer_list>
#include <utility>

namespace tessera::app {
namespace {

constexpr int kSoonMs = 150;

QString whole(std::int64_t number)
{
    return QLocale().toString(qlonglong(number));
}

QString decimal(double number, int decimals)
{
    return QLocale().toString(number, 'f', decimals);
}

QStringList localPaths(const QMimeData& data)
{
    QStringList paths;
    for (const QUrl& url : data.urls())
        if (url.isLocalFile())
            paths << url.toLocalFile();
    return paths;
}

} // namespace

UsagePanel::UsagePanel(const PanelContext& context, QWidget* dock)
    : QWidget(dock), m_session(context.session), m_survey(new UsageSurvey(context.session.engine(), this)),
      m_sentence(sentenceLabel(this)), m_subject(new QComboBox(this)),
      m_choose(new QPushButton(tr("Choose &Folder …"), this)),
      m_progress(new QProgressBar(this)), m_cancel(new QPushButton(tr("Cancel"), this)),
      m_figures(new QScrollArea(this)), m_plotOf(new QComboBox(this)), m_plot(new CurvePlot(this))
{
    setAcceptDrops(true);
    m_subject->addItem(tr("This picture"), int(Subject::picture));
    m_subject->addItem(tr("Folder"), int(Subject::folder));
    m_subject->setAccessibleName(tr("What is counted"));
    m_subject->setToolTip(tr("Whose codes are counted."));
    m_choose->setToolTip(tr("Encode all pictures of a folder, and of those in it, and count their codes.\n"
                            "Or drop a folder here."));
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(12);
    m_progress->setAccessibleName(tr("Pictures counted"));
    m_cancel->setToolTip(tr("Stop counting. What was counted until then stays."));
    m_figures->setFrameShape(QFrame::NoFrame);
    m_figures->setAccessibleName(tr("Figures of the counted codes"));
    m_figures->setWidgetResizable(true);
    m_figures->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_plotOf->addItem(tr("Counts by code number"), int(UsageCurve::histogram));
    m_plotOf->addItem(tr("Counts, largest first"), int(UsageCurve::sorted));
    m_plotOf->addItem(tr("Growth"), int(UsageCurve::growth));
    m_plotOf->setAccessibleName(tr("Curve"));
    m_plotOf->setToolTip(tr("Growth: how many codes had been used after so many pictures."));
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoonMs);
    makeLayout();
    connectParts();
    connect(qobject_cast<QDockWidget*>(dock), &QDockWidget::visibilityChanged, this, [this](bool seen) {
        m_isSeen = seen;
        refresh();
    });
    watchDocument();
}

void UsagePanel::makeLayout()
{
    auto* choices = new QHBoxLayout;
    choices->addWidget(m_subject, 1);
    choices->addWidget(m_choose);
    auto* progress = new QHBoxLayout;
    progress->addWidget(m_progress, 1);
    progress->addWidget(m_cancel);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(10, 10, 10, 8);
    all->addWidget(m_sentence);
    all->addLayout(choices);
    all->addLayout(progress);
    all->addWidget(m_figures, 1);
    all->addWidget(m_plotOf);
    all->addWidget(m_plot, 1);
    setMinimumWidth(280);
}

void UsagePanel::connectParts()
{
    connect(m_choose, &QPushButton::clicked, this, &UsagePanel::chooseFolder);
    connect(m_cancel, &QPushButton::clicked, m_survey, &UsageSurvey::cancel);
    connect(m_survey, &UsageSurvey::changed, this, &UsagePanel::refresh);
    connect(&m_soon, &QTimer::timeout, this, [this] {
        if (std::exchange(m_isBehind, false))
            followEdit();
    });
    for (const QComboBox* box : {m_subject, m_plotOf})
        connect(box, &QComboBox::currentIndexChanged, this, &UsagePanel::refresh);
    connect(&m_session, &Session::documentChanged, this, &UsagePanel::watchDocument);
    connect(&m_session, &Session::modelChanged, this, &UsagePanel::refresh);
    connect(&m_sizes, &SizeMeter::measured, this, &UsagePanel::refresh);
}

void UsagePanel::watchDocument()
{
    if (m_document)
        m_document->disconnect(this);
    m_document = m_session.document();
    const auto giveWay = [this] {
        m_survey->setPaused(m_document && m_document->hasCodes() && !m_document->isExact());
    };
    if (m_document) {
        connect(m_document, &Document::exactChanged, this, giveWay);
        connect(m_document, &Document::codesChanged, this, [this, giveWay] {
            giveWay();
            followEdit();
        });
        connect(m_document, &Document::encodedChanged, this, &UsagePanel::refresh);
    }
    giveWay();
    refresh();
}

/// At once, unless that was only just done.
void UsagePanel::followEdit()
{
    if (m_soon.isActive()) {
        m_isBehind = true;
        return;
    }
    refresh();
    m_soon.start();
}

void UsagePanel::chooseFolder()
{
    auto* dialog = new QFileDialog(this, tr("Count the Codes of a Folder"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::filesSelected, this, &UsagePanel::count);
    dialog->open();
}

void UsagePanel::count(const QStringList& paths)
{
    if (paths.isEmpty() || !m_session.model().model)
        return;
    m_subject->setCurrentIndex(m_subject->findData(int(Subject::folder)));
    m_survey->start(paths, m_session.model().model);
}

void UsagePanel::dragEnterEvent(QDragEnterEvent* event)
{
    if (m_session.model().model && !localPaths(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void UsagePanel::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    count(localPaths(*event->mimeData()));
}

QString UsagePanel::sentence() const
{
    return m_sentence->text();
}

UsagePanel::Subject UsagePanel::subject() const
{
    return static_cast<Subject>(m_subject->currentData().toInt());
}

void UsagePanel::refresh()
{
    if (!m_isSeen)
        return;
    m_choose->setEnabled(m_session.model().model != nullptr);
    for (QWidget* part : std::initializer_list<QWidget*>{m_progress, m_cancel})
        part->setVisible(m_survey->isRunning());
    m_progress->setRange(0, m_survey->total());
    m_progress->setValue(m_survey->done());
    subject() == Subject::picture ? showPicture() : showFolder();
}

void UsagePanel::showPicture()
{
    if (!m_document || !m_document->hasCodes()) {
        showNothing(tr("When a picture is open, the codes that it uses are counted here."));
        return;
    }
    const std::int64_t codes = m_document->model()->config().codes;
    core::CodeUsage usage(codes);
    usage.add(m_document->codes());
    const core::UsageFigures figures = usage.figures();
    m_sentence->setText(tr("This picture uses %1 of %2 codes, and about as many as %3 equally often.")
                            .arg(whole(figures.used), whole(codes), decimal(figures.perplexity, 1)));
    if (m_document->hasPicture())
        m_sizes.measure(m_document->original());
    setSheet(pictureUsageSheet(*m_document, usage, m_sizes.sizes()));
    plot(usage);
}

void UsagePanel::showFolder()
{
    if (!m_survey->model() || !m_survey->problem().isEmpty()) {
        showNothing(m_survey->problem().isEmpty()
                        ? tr("Choose a folder, or drop one here, to count the codes of all its pictures.")
                        : m_survey->problem());
        return;
    }
    const core::CodeUsage& usage = m_survey->usage();
    const core::UsageFigures figures = usage.figures();
    m_sentence->setText(tr("In %n picture(s) of %1, %2 of %3 codes are used and %4 are dead.", nullptr,
                           static_cast<int>(usage.pictures()))
                            .arg(m_survey->title(), whole(figures.used), whole(std::int64_t(usage.counts().size())),
                                 whole(figures.dead)));
    setSheet(folderUsageSheet(*m_survey));
    plot(usage);
}

void UsagePanel::showNothing(const QString& sentence)
{
    m_sentence->setText(sentence);
    setSheet(new FactSheet);
    m_plot->setCurve({});
}

void UsagePanel::setSheet(FactSheet* sheet)
{
    sheet->layout()->setContentsMargins(0, 4, 0, 4);
    m_figures->setWidget(sheet);
    fitFigures();
}

/// They take what they need and no more: what is left is the plot's.
void UsagePanel::fitFigures()
{
    const QWidget* sheet = m_figures->widget();
    if (sheet && sheet->hasHeightForWidth())
        m_figures->setMaximumHeight(sheet->heightForWidth(m_figures->viewport()->width()));
}

void UsagePanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitFigures();
}

void UsagePanel::plot(const core::CodeUsage& usage)
{
    m_plot->setCurve(usageCurve(usage, static_cast<UsageCurve>(m_plotOf->currentData().toInt())));
}

} // namespace tessera::app
