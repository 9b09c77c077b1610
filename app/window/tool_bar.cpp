// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/tool_bar.h"

#include "app/actions/action_list.h"
#include "app/actions/action_set.h"
#include "app/session.h"
#include "app/window/icons.h"
#include "app/window/plain_text.h"
#include "app/window/tool_options.h"

#include <QLabel>
#include <QMenu>
#include <QToolButton>

namespace tessera::app {
namespace {

constexpr int kLongestName = 26;

QString shortened(const QString& name)
{
    return name.size() <= kLongestName ? name : name.left(kLongestName - 1) + QStringLiteral("…");
}

} // namespace

ToolBar::ToolBar(const ActionSet& actions, Session& session, ToolState& tools, QWidget* parent)
    : QToolBar(tr("Tool Bar"), parent)
{
    setObjectName(QStringLiteral("tool-bar"));
    setMovable(false);
    setIconSize(QSize(20, 20));
    addActions(actions, {"open-picture", "export-picture"});
    addSeparator();
    addActions(actions, {"undo", "redo"});
    addSeparator();
    addActions(actions, {"fit", "actual-size", "grid", "numbers"});
    addMenuButton(actions.menu(QStringLiteral("colours")), QStringLiteral("similarity"));
    addSeparator();
    addWidget(new ToolOptions(actions, tools, this)); // behind what keeps its place

    auto* space = new QWidget(this);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(space);
    m_model = addChip(actions.menu(QStringLiteral("model")), QStringLiteral("model"), tr("Model"));
    m_device = addChip(actions.menu(QStringLiteral("device")), QStringLiteral("device"), tr("Device"));
    connect(&session, &Session::modelChanged, this, [this, &session] { showModelAndDevice(session); });
    connect(&session.device(), &DeviceInUse::changed, this, [this, &session] { showModelAndDevice(session); });
    showModelAndDevice(session);
}

void ToolBar::addActions(const ActionSet& actions, std::initializer_list<const char*> ids)
{
    for (const char* id : ids)
        addAction(&actions.at(QLatin1String(id)));
}

void ToolBar::addMenuButton(QMenu& menu, const QString& iconName)
{
    auto* button = new QToolButton(this);
    button->setIcon(icon(iconName));
    button->setMenu(&menu);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setFocusPolicy(Qt::TabFocus);
    QString name = menu.title();
    name.remove(QLatin1Char('&'));
    button->setToolTip(toolTipOf(name, {}, {}));
    button->setAccessibleName(name);
    addWidget(button);
}

QToolButton* ToolBar::addChip(QMenu& menu, const QString& iconName, const QString& name)
{
    auto* button = new QToolButton(this);
    button->setIcon(icon(iconName));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setMenu(&menu);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(name);
    addWidget(button);
    return button;
}

void ToolBar::showModelAndDevice(const Session& session)
{
    const core::OpenedModel& opened = session.model();
    const QString model = opened.model ? QString::fromStdString(opened.model->name()) : tr("no model");
    m_model->setText(plainLabel(shortened(model)));
    QString facts = tr("Model: %1").arg(model);
    if (opened.model)
        facts += QLatin1Char('\n') + tr("factor %1, %2 codes of %3 numbers").arg(opened.model->factor())
                                        .arg(opened.model->config().codes).arg(opened.model->config().embedDim);
    m_model->setToolTip(plainToolTip(facts));
    m_model->setAccessibleDescription(facts);
    const QString device = session.device().name();
    // Drivers put their version in parentheses behind the name.
    m_device->setText(device.isEmpty() ? tr("starting …") : plainLabel(shortened(device.section(QStringLiteral(" ("), 0, 0))));
    const QString named = device.isEmpty() ? device : device + QStringLiteral(", ") + session.device().arithmetic();
    m_device->setToolTip(plainToolTip(tr("Device: %1").arg(named)));
    m_device->setAccessibleDescription(named);
}

} // namespace tessera::app
