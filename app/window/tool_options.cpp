// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/tool_options.h"

#include "app/actions/action_list.h"
#include "app/actions/action_set.h"
#include "app/tools/tool_state.h"
#include "app/window/icons.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QSpinBox>
#include <QToolButton>

namespace tessera::app {
namespace {

/// Which tools have which options.
struct Use {
    const char* tool;
    bool brushSize, brushShape, shape, likeness, dice;
};

constexpr Use kUses[] = {
    {"brush", true, true, false, false, true},    {"restore", true, true, false, false, false},
    {"fill", false, false, false, true, true},    {"shape", true, false, true, false, true},
    {"stamp", false, false, false, false, true},  {"wand", false, false, false, true, false},
    {"same", false, false, false, true, false},
};

} // namespace

ToolOptions::ToolOptions(const ActionSet& actions, ToolState& tools, QWidget* parent)
    : QWidget(parent), m_tools(tools), m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins(2, 0, 2, 0);
    m_row->setSpacing(3);
    addShape();
    addBrush();
    addLikeness();
    addDice(actions);
    connect(&tools, &ToolState::toolChanged, this, &ToolOptions::showFor);
    showFor(tools.tool());
}

QToolButton* ToolOptions::addButton(const QString& name)
{
    auto* button = new QToolButton(this);
    button->setAutoRaise(true);
    button->setIconSize(QSize(20, 20));
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::TabFocus);
    m_row->addWidget(button);
    return button;
}

void ToolOptions::addBrush()
{
    auto* size = new QSpinBox(this);
    size->setRange(1, ToolState::kMaxBrushSize);
    size->setValue(m_tools.brushSize());
    size->setAccessibleName(tr("Size of the brush in cells"));
    size->setToolTip(
        toolTipOf(tr("Brush size"), QKeySequence(), tr("Cells across. Keys [ and ], or Shift+wheel on a pane.")));
    size->setFocusPolicy(Qt::ClickFocus);
    m_row->addWidget(size);
    QToolButton* shape = addButton(tr("Shape of the brush"));
    const auto show = [this, size, shape] {
        size->setValue(m_tools.brushSize());
        size->setSuffix(tr(" cell(s)", nullptr, m_tools.brushSize()));
        const bool disc = m_tools.brushShape() == core::BrushShape::disc;
        shape->setIcon(icon(disc ? QStringLiteral("disc") : QStringLiteral("square")));
        shape->setToolTip(toolTipOf(disc ? tr("Round brush") : tr("Square brush"),
                                    QKeySequence(QStringLiteral("Shift+D")), tr("Click to change the shape.")));
    };
    connect(size, &QSpinBox::valueChanged, &m_tools, &ToolState::setBrushSize);
    connect(shape, &QToolButton::clicked, &m_tools, [this] {
        m_tools.setBrushShape(m_tools.brushShape() == core::BrushShape::disc ? core::BrushShape::square
                                                                             : core::BrushShape::disc);
    });
    connect(&m_tools, &ToolState::brushChanged, this, show);
    show();
    m_brushSize << size;
    m_brushShape << shape;
}

void ToolOptions::addShape()
{
    QToolButton* kind = addButton(tr("Rectangle or ellipse"));
    QToolButton* fill = addButton(tr("Filled or outline"));
    const auto show = [this, kind, fill] {
        const core::ShapeStyle& style = m_tools.shapeStyle();
        const bool ellipse = style.kind == core::ShapeKind::ellipse;
        kind->setIcon(icon(ellipse ? QStringLiteral("disc") : QStringLiteral("square")));
        kind->setToolTip(
            toolTipOf(ellipse ? tr("Ellipse") : tr("Rectangle"), {}, tr("Click to change what is drawn.")));
        kind->setAccessibleDescription(ellipse ? tr("Ellipse") : tr("Rectangle"));
        fill->setIcon(icon(style.filled ? QStringLiteral("fill") : QStringLiteral("outline")));
        fill->setToolTip(toolTipOf(style.filled ? tr("Filled") : tr("Outline"), {},
                                   tr("Click to change. An outline is as thick as the brush.")));
        fill->setAccessibleDescription(style.filled ? tr("Filled") : tr("Outline"));
    };
    connect(kind, &QToolButton::clicked, &m_tools, [this] {
        const core::ShapeStyle style = m_tools.shapeStyle();
        m_tools.setShapeStyle(style.kind == core::ShapeKind::ellipse ? core::ShapeKind::rectangle
                                                                     : core::ShapeKind::ellipse,
                              style.filled);
    });
    connect(fill, &QToolButton::clicked, &m_tools,
            [this] { m_tools.setShapeStyle(m_tools.shapeStyle().kind, !m_tools.shapeStyle().filled); });
    connect(&m_tools, &ToolState::shapeChanged, this, show);
    show();
    m_shape << kind << fill;
}

void ToolOptions::addLikeness()
{
    auto* tolerance = new QDoubleSpinBox(this);
    tolerance->setRange(0, ToolState::kMaxTolerance);
    tolerance->setDecimals(3);
    tolerance->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    tolerance->setPrefix(tr("within "));
    tolerance->setAccessibleName(tr("Tolerance"));
    tolerance->setToolTip(
        toolTipOf(tr("Tolerance"), {},
                  tr("How far the vectors of two codes may be apart for both to be taken; 0: equal codes only.\n"
                     "The Codebook panel shows such distances beside the nearest codes.")));
    tolerance->setFocusPolicy(Qt::ClickFocus);
    m_row->addWidget(tolerance);
    QToolButton* diagonal = addButton(tr("Also across corners"));
    diagonal->setIcon(icon(QStringLiteral("diagonal")));
    diagonal->setCheckable(true);
    diagonal->setToolTip(
        toolTipOf(tr("Also across corners"), {}, tr("Cells that touch at a corner hang together, too.")));
    connect(tolerance, &QDoubleSpinBox::valueChanged, &m_tools, &ToolState::setTolerance);
    connect(diagonal, &QToolButton::toggled, &m_tools, [this](bool on) {
        m_tools.setConnectivity(on ? core::Connectivity::eight : core::Connectivity::four);
    });
    const auto show = [this, tolerance, diagonal] {
        tolerance->setValue(m_tools.tolerance());
        diagonal->setChecked(m_tools.connectivity() == core::Connectivity::eight);
    };
    connect(&m_tools, &ToolState::likenessChanged, this, show);
    show();
    m_likeness << tolerance << diagonal;
}

void ToolOptions::addDice(const ActionSet& actions)
{
    QToolButton* dice = addButton(tr("Dice"));
    dice->setDefaultAction(&actions.at(QStringLiteral("dice")));
    m_dice << dice;
}

void ToolOptions::showFor(const QString& tool)
{
    Use use{};
    for (const Use& known : kUses)
        if (tool == QLatin1String(known.tool))
            use = known;
    const auto set = [](const QList<QWidget*>& widgets, bool visible) {
        for (QWidget* widget : widgets)
            widget->setVisible(visible);
    };
    set(m_brushSize, use.brushSize);
    set(m_brushShape, use.brushShape);
    set(m_shape, use.shape);
    set(m_likeness, use.likeness);
    set(m_dice, use.dice);
}

} // namespace tessera::app
