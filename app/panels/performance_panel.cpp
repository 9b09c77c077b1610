// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/performance_panel.h"

#include "app/panels/op_list.h"
#include "app/panels/op_painter.h"
#include "app/session.h"

#include <QCheckBox>
#include <QDockWidget>
#include <QLabel>
#include <QListView>
#include <QLocale>
#include <QVBoxLayout>

#include <initializer_list>
#include <utility>

namespace tessera::app {
namespace {

QString mebibytes(std::uint64_t bytes)
{
    return PerformancePanel::tr("%1 MiB").arg(QLocale().toString(static_cast<double>(bytes) / (1 << 20), 'f', 1));
}

QLabel* plainLabelOf(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

PerformancePanel::PerformancePanel(const PanelContext& context, QWidget* dock)
    : QWidget(dock), m_session(context.session), m_ops(new OpList(this)), m_summary(plainLabelOf(this)),
      m_memory(plainLabelOf(this)), m_where(plainLabelOf(this)), m_slowestFirst(new QCheckBox(tr("Slowest &first"), this)),
      m_list(new QListView(this)), m_empty(plainLabelOf(this))
{
    m_where->setForegroundRole(QPalette::PlaceholderText);
    m_memory->setToolTip(tr("Memory on the device: the most that a decode takes at once, and the model's weights."));
    m_slowestFirst->setToolTip(tr("Ops stand in the order in which they run, or by the time they take."));
    m_list->setModel(m_ops);
    m_list->setItemDelegate(new OpPainter(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Ops of the last decode"));
    m_empty->setAlignment(Qt::AlignTop | Qt::AlignLeft);

    auto* head = new QVBoxLayout;
    head->setContentsMargins(10, 8, 10, 6);
    head->setSpacing(4);
    auto* first = new QHBoxLayout;
    first->addWidget(m_summary, 1);
    first->addWidget(m_slowestFirst);
    head->addLayout(first);
    for (QLabel* label : {m_memory, m_where, m_empty})
        head->addWidget(label);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(head);
    all->addWidget(m_list, 1);
    all->addStretch(0);

    connect(qobject_cast<QDockWidget*>(dock), &QDockWidget::visibilityChanged, this, &PerformancePanel::setSeen);
    connect(m_slowestFirst, &QCheckBox::toggled, m_ops, &OpList::setSlowestFirst);
    connect(&m_session.engine(), &Engine::profiled, this,
            [this](quint64 document, const core::Profile& profile) {
                if (document == m_session.documentId())
                    take(profile, true);
            });
    connect(&m_session.device(), &DeviceInUse::changed, this, [this] { take({}, false); });
    refresh();
}

void PerformancePanel::take(core::Profile profile, bool hasDecoded)
{
    m_profile = std::move(profile);
    m_hasDecoded = hasDecoded;
    m_isStale = true;
    if (m_isSeen)
        refresh();
}

void PerformancePanel::setSeen(bool seen)
{
    m_isSeen = seen;
    if (m_isSeen && m_isStale)
        refresh();
}

void PerformancePanel::refresh()
{
    m_isStale = false;
    const bool isEmpty = m_profile.ops.empty();
    m_ops->setOps(m_profile.ops);
    m_summary->setText(tr("%1 ms in %n op(s)", nullptr, m_ops->rowCount()).arg(shortNumber(m_ops->milliseconds())));
    m_memory->setText(tr("%1 at most, weights %2").arg(mebibytes(m_profile.peakBytes), mebibytes(m_profile.weightsBytes)));
    m_where->setText(m_session.device().name() + QStringLiteral(", ") + m_session.device().arithmetic());
    m_empty->setText(m_session.device().name().isEmpty() ? tr("The device is starting …")
                         : m_hasDecoded               ? tr("This device does not measure its ops.")
                                        : tr("When a picture has been decoded, its ops are listed here with the time "
                                             "that each took."));
    for (QWidget* part : std::initializer_list<QWidget*>{m_summary, m_slowestFirst, m_memory, m_list})
        part->setVisible(!isEmpty);
    m_where->setVisible(!m_session.device().name().isEmpty());
    m_empty->setVisible(isEmpty);
}

} // namespace tessera::app
