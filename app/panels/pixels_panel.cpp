// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/pixels_panel.h"

#include "app/canvas/canvas.h"
#include "app/panels/histogram_view.h"
#include "app/panels/loupe_view.h"
#include "app/panes/pane_images.h"
#include "app/session.h"
#include "core/analysis/differences.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTableWidget>
#include <QVBoxLayout>
#include <QtConcurrentRun>

#include <algorithm>
#include <utility>

namespace tessera::app {

PixelsPanel::PixelsPanel(const PanelContext& context, QWidget* parent)
    : QWidget(parent), m_context(context), m_loupe(new LoupeView(context.canvas.images(), this)),
      m_subject(new QComboBox(this)), m_where(new QLabel(this)), m_table(new QTableWidget(0, 4, this)),
      m_histogram(new HistogramView(this)), m_logarithmic(new QCheckBox(tr("Logarithmic"), this))
{
    m_subject->addItem(tr("Input"), int(Subject::input));
    m_subject->addItem(tr("Reconstruction"), int(Subject::reconstruction));
    m_subject->addItem(tr("|Input − Reconstruction|"), int(Subject::error));
    m_subject->setCurrentIndex(1);
    m_subject->setAccessibleName(tr("Picture that is measured"));
    m_subject->setToolTip(tr("Which picture the figures are of."));
    m_where->setForegroundRole(QPalette::PlaceholderText);
    m_where->setTextFormat(Qt::PlainText);
    m_where->setWordWrap(true);
    m_table->setHorizontalHeaderLabels({tr("Min"), tr("Max"), tr("Mean"), tr("Deviation")});
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setFocusPolicy(Qt::TabFocus);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    for (auto* corner : m_table->findChildren<QAbstractButton*>())
        corner->setAccessibleName(tr("Select all")); // of the table itself
    m_table->setAccessibleName(tr("Statistics by channel"));
    m_logarithmic->setToolTip(tr("Draws the histogram's counts on a logarithmic scale, so that few pixels show too."));

    auto* choices = new QHBoxLayout;
    choices->addWidget(m_subject, 1);
    choices->addWidget(m_logarithmic);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(10, 10, 10, 8);
    all->addWidget(m_loupe, 2);
    all->addLayout(choices);
    all->addWidget(m_where);
    all->addWidget(m_table, 1);
    all->addWidget(m_histogram, 2);
    setMinimumWidth(260);

    connect(&context.canvas, &Canvas::hovered, this, [this](const Hover& hover) {
        if (hover.inside)
            m_loupe->setPixel(hover.pixel);
        m_loupe->update(); // its pictures may be others
    });
    connect(&context.canvas, &Canvas::cursorMoved, m_loupe, &LoupeView::setPixel);
    connect(m_subject, &QComboBox::currentIndexChanged, this, &PixelsPanel::measure);
    connect(m_logarithmic, &QCheckBox::toggled, m_histogram, &HistogramView::setLogarithmic);
    connect(&m_worker, &QFutureWatcherBase::finished, this, [this] {
        m_busy = false;
        if (const Figures figures = m_worker.result(); figures && !m_stale)
            show(*figures);
        if (std::exchange(m_stale, false))
            measure();
    });
    connect(&context.session, &Session::documentChanged, this, &PixelsPanel::watchDocument);
    watchDocument();
}

void PixelsPanel::watchDocument()
{
    if (m_document)
        m_document->disconnect(this);
    m_document = m_context.session.document();
    if (m_document) {
        connect(m_document, &Document::exactChanged, this, &PixelsPanel::measure);
        connect(m_document, &Document::selectionChanged, this, &PixelsPanel::measure);
    }
    show({});
    measure();
}

void PixelsPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    measure();
}

void PixelsPanel::measure()
{
    if (!isVisible() || !m_document || !m_document->hasCodes())
        return;
    const auto subject = static_cast<Subject>(m_subject->currentData().toInt());
    setOld(true);
    if (m_busy) {
        m_stale = true;
        return;
    }
    if (subject != Subject::input && !m_document->isExact())
        return; // its exact picture is on its way
    if (subject != Subject::reconstruction && !m_document->hasPicture())
        return show({});
    m_busy = true;
    m_worker.setFuture(QtConcurrent::run(
        [subject, input = m_document->seen(), made = m_document->reconstruction(), selection = m_document->selection(),
         factor = static_cast<int>(m_document->model()->factor())]() -> Figures {
            try {
                if (subject != Subject::error)
                    return core::pictureStatistics(subject == Subject::input ? *input : *made, selection, factor);
                core::Picture difference(input->width, input->height, 1);
                difference.values = core::pixelDifferences(*input, *made, core::DifferenceKind::absolute);
                return core::pictureStatistics(difference, selection, factor);
            } catch (const std::exception&) { // no memory, or a model whose output has another size than its input
                return {};
            }
        }));
}

void PixelsPanel::show(const core::PictureStatistics& statistics)
{
    const int channels = static_cast<int>(statistics.channels.size());
    const QLocale locale;
    const auto text = [&locale](double value) { return locale.toString(value, 'f', 3); };
    m_table->setRowCount(channels);
    QStringList names;
    for (int c = 0; c < channels; ++c) {
        const core::ChannelStatistics& channel = statistics.channels[static_cast<std::size_t>(c)];
        names << HistogramView::channelName(c, channels);
        const double figures[] = {channel.minimum, channel.maximum, channel.mean, channel.deviation};
        for (int column = 0; column < 4; ++column) {
            auto* item = new QTableWidgetItem(text(figures[column]));
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            m_table->setItem(c, column, item);
        }
    }
    m_table->setVerticalHeaderLabels(names);
    m_table->setFixedHeight(m_table->horizontalHeader()->sizeHint().height()
                            + std::max(channels, 1) * m_table->verticalHeader()->defaultSectionSize() + 4);
    const bool isPart = m_document && !m_document->selection().isEmpty();
    if (channels == 0)
        m_where->setText(tr("Nothing is measured yet"));
    else
        m_where->setText((isPart ? tr("Selected cells, %1 pixels") : tr("Whole picture, %1 pixels"))
                             .arg(locale.toString(qlonglong(statistics.pixels))));
    m_histogram->setStatistics(statistics);
    setOld(false);
}

void PixelsPanel::setOld(bool old)
{
    m_table->setEnabled(!old);
    m_histogram->setEnabled(!old);
    m_where->setEnabled(!old);
}

} // namespace tessera::app
