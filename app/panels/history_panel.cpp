// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/history_panel.h"

#include "app/files/settings.h"
#include "app/session.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>
#include <QUndoView>
#include <QVBoxLayout>

namespace tessera::app {
namespace {

constexpr std::size_t kMebibyte = std::size_t{1} << 20;
constexpr int kMostMebibytes = 1 << 14;

} // namespace

HistoryPanel::HistoryPanel(const PanelContext& context, QWidget* parent) : QWidget(parent)
{
    auto* label = new QLabel(tr("&At most"), this);
    QSpinBox* limit = makeLimit(context.session);
    label->setBuddy(limit);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(10, 4, 10, 6);
    row->addWidget(label);
    row->addWidget(limit);
    row->addStretch(1);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(makeView(context.session), 1);
    all->addLayout(row);
}

QUndoView* HistoryPanel::makeView(Session& session)
{
    auto* view = new QUndoView(this);
    view->setFrameShape(QFrame::NoFrame);
    view->setUniformItemSizes(true);
    view->setSpacing(2);
    view->setAccessibleName(tr("History"));
    view->setAccessibleDescription(
        tr("The steps of this picture's history, oldest first. The current row is where it stands."));
    view->setToolTip(tr("Click a step to go there: undo and redo as many steps as it takes."));
    const auto follow = [view, &session] {
        Document* document = session.document();
        view->setEmptyLabel(document && !document->hasPicture() ? tr("As they were imported") : tr("As the encoder chose"));
        view->setStack(document ? &document->undoStack() : nullptr);
    };
    connect(&session, &Session::documentChanged, view, follow);
    follow();
    return view;
}

QSpinBox* HistoryPanel::makeLimit(Session& session)
{
    auto* limit = new QSpinBox(this);
    limit->setRange(1, kMostMebibytes);
    limit->setSuffix(tr(" MiB"));
    limit->setKeyboardTracking(false);
    limit->setValue(static_cast<int>(std::min<std::size_t>(session.historyLimit() / kMebibyte, kMostMebibytes)));
    limit->setAccessibleName(tr("Most memory of a history"));
    limit->setToolTip(tr("How much memory the history of each picture may take. Beyond that its oldest steps are forgotten."));
    connect(limit, &QSpinBox::valueChanged, &session, [&session](int mebibytes) {
        openSettings().setValue(settings_key::kHistoryLimit, mebibytes);
        session.setHistoryLimit(static_cast<std::size_t>(mebibytes) * kMebibyte);
    });
    return limit;
}

} // namespace tessera::app
