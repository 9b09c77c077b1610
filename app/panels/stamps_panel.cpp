// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/stamps_panel.h"

#include "app/actions/action_set.h"
#include "app/codes/code_looks.h"
#include "app/panels/stamp_model.h"
#include "app/session.h"
#include "app/stamps/stamp_pictures.h"
#include "app/stamps/stamp_shelf.h"
#include "app/tools/tool_state.h"
#include "app/window/icons.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QToolButton>
#include <QVBoxLayout>

namespace tessera::app {

StampsPanel::StampsPanel(const PanelContext& context, QWidget* parent)
    : QWidget(parent), m_context(context), m_pictures(new StampPictures(context.session, context.looks, this)),
      m_model(new StampModel(context.stamps, *m_pictures, this)), m_picture(new QLabel(this)), m_text(new QLabel(this)),
      m_list(new QListView(this))
{
    m_picture->setFixedSize(StampPictures::kSide, StampPictures::kSide);
    m_picture->setAlignment(Qt::AlignCenter);
    m_picture->setAccessibleName(tr("Look of the stamp in hand"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(2);
    for (const char* id : {"flip-across", "flip-down", "turn-right", "turn-left", "dice", "keep-stamp"}) {
        auto* button = new QToolButton(this);
        button->setDefaultAction(&context.actions.at(QLatin1String(id)));
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    auto* remove = new QToolButton(this);
    remove->setIcon(icon(QStringLiteral("delete")));
    remove->setAutoRaise(true);
    remove->setAccessibleName(tr("Delete the stamp"));
    remove->setToolTip(tr("Delete the selected stamp  (Del)\nWhat was painted with it stays."));
    buttons->addWidget(remove);
    auto* hand = new QGridLayout;
    hand->setContentsMargins(10, 10, 8, 6);
    hand->setHorizontalSpacing(10);
    hand->addWidget(m_picture, 0, 0, 2, 1);
    hand->addWidget(m_text, 0, 1);
    hand->addLayout(buttons, 1, 1);
    hand->setColumnStretch(1, 1);

    m_list->setModel(m_model);
    m_list->setViewMode(QListView::IconMode);
    m_list->setMovement(QListView::Static);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setIconSize(QSize(StampPictures::kSide, StampPictures::kSide));
    m_list->setGridSize(QSize(StampPictures::kSide + 32, StampPictures::kSide + 26));
    m_list->setUniformItemSizes(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_list->setAccessibleName(tr("Stamps that are kept"));
    m_list->installEventFilter(this);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(hand);
    all->addWidget(m_list, 1);

    connect(m_list, &QListView::clicked, this, [this](const QModelIndex& index) { takeUp(index.row()); });
    connect(m_list, &QListView::activated, this, [this](const QModelIndex& index) { takeUp(index.row()); });
    connect(remove, &QToolButton::clicked, this, &StampsPanel::removeCurrent);
    connect(&context.tools, &ToolState::stampChanged, this, &StampsPanel::showHand);
    connect(m_pictures, &StampPictures::changed, this, &StampsPanel::showHand);
    showHand();
}

void StampsPanel::showHand()
{
    const core::CodeBlock& stamp = m_context.tools.stamp();
    if (stamp.isEmpty()) {
        m_picture->setPixmap(icon(QStringLiteral("stamp")).pixmap(32, 32));
        m_text->setText(tr("Drag with the right button on a pane to take a stamp."));
        return;
    }
    m_picture->setPixmap(m_pictures->picture(stamp));
    const QString size = tr("%1 × %2 cells in hand").arg(stamp.cols).arg(stamp.rows);
    m_text->setText(m_context.tools.hasDice() ? size + QStringLiteral("  ·  ") + tr("drawn at random") : size);
}

void StampsPanel::takeUp(int place)
{
    m_context.tools.setStamp(m_context.stamps.stamps()[static_cast<std::size_t>(place)].block);
    m_context.tools.setTool(QStringLiteral("stamp"));
}

void StampsPanel::removeCurrent()
{
    if (const QModelIndex current = m_list->currentIndex(); current.isValid())
        m_context.stamps.remove(current.row());
}

bool StampsPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Delete) {
        removeCurrent();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace tessera::app
