// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/code_inspector.h"

#include "app/codes/code_looks.h"
#include "app/overlays/overlays.h"
#include "app/session.h"
#include "app/tools/tool_state.h"
#include "core/analysis/neighbours.h"
#include "core/analysis/usage.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace tessera::app {
namespace {

constexpr int kLarge = 58, kSmall = 24;
enum Column { kCode, kDistance, kCosine, kUsed, kColumns };

/// Decimals that show three digits of the largest of numbers, and so many of all: they stand below one another.
int decimalsFor(double largest)
{
    if (!std::isfinite(largest) || largest <= 0) // the codebook of a damaged model
        return 0;
    return std::clamp(2 - static_cast<int>(std::floor(std::log10(largest))), 0, 9);
}

} // namespace

CodeInspector::CodeInspector(const PanelContext& context, QWidget* parent)
    : QWidget(parent), m_context(context), m_swatch(new QLabel(this)), m_name(new QLabel(this)),
      m_use(new QLabel(this)), m_pin(new QCheckBox(tr("Show where it is used"), this)),
      m_table(new QTableWidget(0, kColumns, this))
{
    m_swatch->setFixedSize(kLarge, kLarge);
    m_swatch->setAccessibleName(tr("Look of the code"));
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    m_name->setFont(bold);
    m_use->setForegroundRole(QPalette::PlaceholderText);
    m_pin->setToolTip(tr("Dims all cells with other codes, in every pane."));
    m_table->setHorizontalHeaderLabels({tr("Nearest"), tr("Distance"), tr("Cosine"), tr("Used")});
    m_table->horizontalHeaderItem(kDistance)->setToolTip(tr("Euclidean distance of the codes' vectors."));
    m_table->horizontalHeaderItem(kCosine)->setToolTip(tr("1 − cos of the angle between the codes' vectors."));
    m_table->horizontalHeaderItem(kUsed)->setToolTip(tr("Cells of this picture that have the code."));
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(kSmall + 6);
    m_table->setIconSize({kSmall, kSmall});
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    for (auto* corner : m_table->findChildren<QAbstractButton*>())
        corner->setAccessibleName(tr("Select all")); // of the table itself
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setMouseTracking(true);
    m_table->setAccessibleName(tr("Nearest codes"));
    m_table->setToolTip(tr("Click a code, or press Enter on it, to paint with it."));
    m_table->viewport()->installEventFilter(this);

    auto* texts = new QVBoxLayout;
    texts->setSpacing(3);
    texts->addWidget(m_name);
    texts->addWidget(m_use);
    texts->addWidget(m_pin);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(10, 10, 10, 8);
    top->setSpacing(12);
    top->addWidget(m_swatch);
    top->addLayout(texts, 1);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(top);
    all->addWidget(m_table, 1);
    setMinimumWidth(260);

    const auto chooseRow = [this](int row) {
        m_context.tools.setCode(m_table->item(row, kCode)->data(Qt::UserRole).toInt());
    };
    connect(m_table, &QTableWidget::cellClicked, this, chooseRow);
    connect(m_table, &QTableWidget::cellActivated, this, chooseRow);
    connect(m_table, &QTableWidget::cellEntered, this, [this](int row) {
        m_context.overlays.setHovered(m_table->item(row, kCode)->data(Qt::UserRole).toInt());
    });
    connect(m_pin, &QCheckBox::toggled, this,
            [this](bool on) { m_context.overlays.setPinned(on ? m_context.tools.code() : -1); });
    connect(&context.overlays, &Overlays::changed, this, &CodeInspector::showUse);
    connect(&context.tools, &ToolState::codeChanged, this, &CodeInspector::refreshSoon);
    connect(&context.looks, &CodeLooks::changed, this, &CodeInspector::refreshSoon);
    connect(&context.looks.swatches(), &CodeSwatches::changed, this, &CodeInspector::showSwatches);
    connect(&context.session, &Session::documentChanged, this, &CodeInspector::watchDocument);
    watchDocument();
}

void CodeInspector::watchDocument()
{
    if (m_document)
        m_document->disconnect(this);
    m_document = m_context.session.document();
    if (m_document) {
        connect(m_document, &Document::codesChanged, this, &CodeInspector::recount);
        connect(m_document, &Document::encodedChanged, this, &CodeInspector::refreshSoon);
    }
    refreshSoon();
}

void CodeInspector::refreshSoon()
{
    if (isVisible())
        refresh();
}

void CodeInspector::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
}

bool CodeInspector::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Leave)
        m_context.overlays.setHovered(-1);
    return QWidget::eventFilter(watched, event);
}

void CodeInspector::refresh()
{
    fillTable();
    recount();
    showSwatches();
}

/// While somebody paints only the counts change.
void CodeInspector::recount()
{
    if (!isVisible())
        return;
    const bool hasCodes = m_document && m_document->hasCodes();
    m_counts = hasCodes ? core::countCodes(m_document->codes(), m_context.looks.codes()) : std::vector<std::int64_t>();
    const QLocale locale;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const auto at = static_cast<std::size_t>(m_table->item(row, kCode)->data(Qt::UserRole).toInt());
        m_table->item(row, kUsed)->setText(at < m_counts.size() ? locale.toString(qlonglong(m_counts[at])) : QString());
    }
    showUse();
}

void CodeInspector::showUse()
{
    const int code = m_context.tools.code();
    const bool isCode = code < m_context.looks.codes();
    m_name->setText(isCode ? tr("Code %1").arg(code) : tr("No model is open"));
    const auto at = static_cast<std::size_t>(code);
    m_use->setText(!isCode || at >= m_counts.size()
                       ? QString()
                       : tr("used in %n cell(s) of this picture", nullptr, static_cast<int>(m_counts[at])));
    const QSignalBlocker quiet(m_pin);
    m_pin->setChecked(isCode && m_context.overlays.pinned() == code);
    m_pin->setEnabled(isCode && !m_counts.empty());
}

void CodeInspector::fillTable()
{
    const int code = m_context.tools.code();
    const core::VqModel* model = m_context.looks.model();
    std::vector<core::Neighbour> nearest;
    if (model && code < m_context.looks.codes())
        nearest = core::nearestCodes(model->codebook(), code, kNearest);
    m_table->setRowCount(static_cast<int>(nearest.size()));
    const QLocale locale;
    std::vector<double> cosines;
    for (const core::Neighbour& near : nearest)
        cosines.push_back(core::cosineDistance(model->codebook(), code, near.code));
    const int distanceDecimals = nearest.empty() ? 0 : decimalsFor(nearest.back().distance);
    const int cosineDecimals = cosines.empty() ? 0 : decimalsFor(std::ranges::max(cosines));
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const core::Neighbour& near = nearest[static_cast<std::size_t>(row)];
        const double cosine = cosines[static_cast<std::size_t>(row)];
        const QString texts[kColumns] = {QString::number(near.code), locale.toString(near.distance, 'f', distanceDecimals),
                                         locale.toString(cosine, 'f', cosineDecimals), {}};
        for (int column = 0; column < kColumns; ++column) {
            auto* item = new QTableWidgetItem(texts[column]);
            item->setData(Qt::UserRole, near.code);
            if (column != kCode)
                item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            m_table->setItem(row, column, item);
        }
    }
}

void CodeInspector::showSwatches()
{
    if (!isVisible())
        return;
    const int code = m_context.tools.code();
    std::vector<int> seen{code};
    m_swatch->setPixmap(m_context.looks.swatch(code, kLarge, devicePixelRatioF()));
    for (int row = 0; row < m_table->rowCount(); ++row) {
        QTableWidgetItem& item = *m_table->item(row, kCode);
        seen.push_back(item.data(Qt::UserRole).toInt());
        item.setIcon(m_context.looks.swatch(seen.back(), kSmall, devicePixelRatioF()));
    }
    m_context.looks.swatches().want(seen);
}

} // namespace tessera::app
