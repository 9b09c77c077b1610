// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/tool_bar.h"

#include "app/actions/action_list.h"
#include "app/actions/action_set.h"
#include "app/session.h"
#include "app/tools/tool_list.h"
#include "app/tools/tool_state.h"
#include "app/window/icons.h"
#include "app/window/plain_text.h"

#include <QDoubleSpinBox>
#include <QLabel>
#include <QMenu>
#include <QSpinBox>
#include <QToolButton>

namespace tessera::app {
namespace {

constexpr int kLongestName = 26;

QString shortened(const QString& name)
{
    return name.size() <= kLongestName ? name : name.left(kLongestName - 1) + QStringLiteral("…");
}

} // namespace

ToolBar::ToolBar(const ActionSet& actions, Session& session, ToolState& tools, QWidget* parent) : QToolBar(tr("Tool Bar"), parent)
{
    setObjectName(QStringLiteral("tool-bar"));
    setMovable(false);
    setIconSize(QSize(20, 20));
    addActions(actions, {"open-picture", "export-picture"});
    addSeparator();
    addActions(actions, {"undo", "redo"});
    addSeparator();
    for (const ToolRow& row : toolList())
        addAction(&actions.at(QStringLiteral("tool-") + QLatin1String(row.id)));
    addBrushOptions(tools);
    addLikenessOptions(tools);
    addSeparator();
    addActions(actions, {"fit", "actual-size", "grid", "numbers"});
    addMenuButton(actions.menu(QStringLiteral("colours")), QStringLiteral("similarity"));

    auto* space = new QWidget(this);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(space);
    m_model = addChip(actions.menu(QStringLiteral("model")), QStringLiteral("model"), tr("Model"));
    m_device = addChip(actions.menu(QStringLiteral("device")), QStringLiteral("device"), tr("Device"));
    connect(&session, &Session::modelChanged, this, [this, &session] { showModelAndDevice(session); });
    connect(&session, &Session::deviceChanged, this, [this, &session] { showModelAndDevice(session); });
    showModelAndDevice(session);
}

void ToolBar::addActions(const ActionSet& actions, std::initializer_list<const char*> ids)
{
    for (const char* id : ids)
        addAction(&actions.at(QLatin1String(id)));
}

void ToolBar::addBrushOptions(ToolState& tools)
{
    auto* size = new QSpinBox(this);
    size->setRange(1, ToolState::kMaxBrushSize);
    size->setValue(tools.brushSize());
    size->setAccessibleName(tr("Size of the brush in cells"));
    size->setToolTip(toolTipOf(tr("Brush size"), QKeySequence(), tr("Cells across. Keys [ and ], or Shift+wheel on a pane.")));
    size->setFocusPolicy(Qt::ClickFocus);
    auto* shape = new QToolButton(this);
    shape->setAccessibleName(tr("Shape of the brush"));
    shape->setFocusPolicy(Qt::TabFocus);
    const auto show = [size, shape, &tools] {
        size->setValue(tools.brushSize());
        size->setSuffix(tr(" cell(s)", nullptr, tools.brushSize()));
        const bool disc = tools.brushShape() == core::BrushShape::disc;
        shape->setIcon(icon(disc ? QStringLiteral("disc") : QStringLiteral("square")));
        shape->setToolTip(toolTipOf(disc ? tr("Round brush") : tr("Square brush"), QKeySequence(QStringLiteral("Shift+D")),
                                    tr("Click to change the shape.")));
    };
    connect(size, &QSpinBox::valueChanged, &tools, &ToolState::setBrushSize);
    connect(shape, &QToolButton::clicked, &tools, [&tools] {
        tools.setBrushShape(tools.brushShape() == core::BrushShape::disc ? core::BrushShape::square : core::BrushShape::disc);
    });
    connect(&tools, &ToolState::brushChanged, this, show);
    show();
    addWidget(size);
    addWidget(shape);
}

/// For the tools that take like codes together; the others have no use for it.
void ToolBar::addLikenessOptions(ToolState& tools)
{
    auto* tolerance = new QDoubleSpinBox(this);
    tolerance->setRange(0, ToolState::kMaxTolerance);
    tolerance->setDecimals(2);
    tolerance->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    tolerance->setSpecialValueText(tr("equal codes"));
    tolerance->setPrefix(tr("within "));
    tolerance->setAccessibleName(tr("Tolerance: how far the vectors of like codes may be apart"));
    tolerance->setToolTip(toolTipOf(tr("Tolerance"), QKeySequence(),
                                    tr("How far codes may be apart and still count as like: the distance of\n"
                                       "their vectors, as the codebook gives it for the nearest codes.")));
    tolerance->setFocusPolicy(Qt::ClickFocus);
    auto* diagonal = new QToolButton(this);
    diagonal->setCheckable(true);
    diagonal->setIcon(icon(QStringLiteral("diagonal")));
    diagonal->setAccessibleName(tr("Across corners"));
    diagonal->setToolTip(
        toolTipOf(tr("Across corners"), QKeySequence(), tr("Cells that touch at a corner hang together, too.")));
    diagonal->setFocusPolicy(Qt::TabFocus);
    connect(tolerance, &QDoubleSpinBox::valueChanged, &tools, &ToolState::setTolerance);
    connect(diagonal, &QToolButton::toggled, &tools, [&tools](bool on) {
        tools.setConnectivity(on ? core::Connectivity::eight : core::Connectivity::four);
    });
    const QList<QAction*> parts{addWidget(tolerance), addWidget(diagonal)};
    const auto show = [&tools, tolerance, diagonal, parts] {
        tolerance->setValue(tools.tolerance());
        diagonal->setChecked(tools.connectivity() == core::Connectivity::eight);
        for (QAction* part : parts)
            part->setVisible(tools.tool() == QLatin1String("wand") || tools.tool() == QLatin1String("fill"));
    };
    connect(&tools, &ToolState::likenessChanged, this, show);
    connect(&tools, &ToolState::toolChanged, this, show);
    show();
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
    const QString device = session.deviceName();
    // Drivers put their version in parentheses behind the name.
    m_device->setText(device.isEmpty() ? tr("starting …") : plainLabel(shortened(device.section(QStringLiteral(" ("), 0, 0))));
    const QString named = device.isEmpty() ? device : device + QStringLiteral(", ") + session.arithmetic();
    m_device->setToolTip(plainToolTip(tr("Device: %1").arg(named)));
    m_device->setAccessibleDescription(named);
}

} // namespace tessera::app
