// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/history_panel.h"

#include "app/files/settings.h"
#include "app/session.h"
#include "core/files/history_log.h"
#include "core/files/project.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>
#include <QUndoView>
#include <QVBoxLayout>

#include <algorithm>
#include <memory>

namespace tessera::app {
namespace {

constexpr std::size_t kMebibyte = std::size_t{1} << 20;
constexpr int kMostMebibytes = core::kMostHistoryBytes / kMebibyte; ///< what a project takes back

} // namespace

HistoryPanel::HistoryPanel(const PanelContext& context, QWidget* parent) : QWidget(parent)
{
    auto* label = new QLabel(tr("&At most"), this);
    QSpinBox* limit = makeLimit(context.session);
    label->setBuddy(limit);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(10, 4, 10, 6);
    row->setSpacing(8); // the column has none
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
    const auto name = [view, &session] {
        const Document* document = session.document();
        const core::Project* waiting = document ? document->waitingProject().get() : nullptr;
        view->setEmptyLabel(waiting && !waiting->history.steps.empty()  ? tr("Its steps wait for the model")
                            : document && !document->hasPicture() ? tr("As they were imported")
                                                                  : tr("As the encoder chose"));
    };
    const auto watched = std::make_shared<QMetaObject::Connection>();
    const auto follow = [view, &session, watched, name] {
        Document* document = session.document();
        disconnect(*watched);
        if (document)
            *watched = connect(document, &Document::encodedChanged, view, name);
        name();
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
