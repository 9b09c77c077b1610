// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/tool_options.h"

#include "app/actions/action_list.h"
#include "app/actions/action_set.h"
#include "app/tools/tool_state.h"
#include "app/window/brush_option_rows.h"
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
    bool brushSize = false, brushShape = false, shape = false, likeness = false, dice = false;
    bool jitter = false, morph = false, pixels = false;
};

constexpr Use kUses[] = {
    {.tool = "brush", .brushSize = true, .brushShape = true, .dice = true},
    {.tool = "restore", .brushSize = true, .brushShape = true},
    {.tool = "fill", .likeness = true, .dice = true},
    {.tool = "shape", .brushSize = true, .shape = true, .dice = true},
    {.tool = "stamp", .dice = true},
    {.tool = "jitter", .brushSize = true, .brushShape = true, .jitter = true},
    {.tool = "morph", .brushSize = true, .brushShape = true, .morph = true},
    {.tool = "pixel", .pixels = true},
    {.tool = "wand", .likeness = true},
    {.tool = "same", .likeness = true},
};

/// "Keys [ and ], or Shift+wheel on a pane.", whatever the keys are now.
QString sizeKeys(const ActionSet& actions)
{
    QStringList keys;
    for (const char* id : {"brush-smaller", "brush-larger"})
        if (const QKeySequence key = actions.at(QLatin1String(id)).shortcut(); !key.isEmpty())
            keys << key.toString(QKeySequence::NativeText);
    return keys.isEmpty() ? ToolOptions::tr("Shift+wheel on a pane.")
                          : ToolOptions::tr("Keys %1, or Shift+wheel on a pane.").arg(keys.join(ToolOptions::tr(" and ")));
}

} // namespace

ToolOptions::ToolOptions(const ActionSet& actions, ToolState& tools, QWidget* parent)
    : QWidget(parent), m_tools(tools), m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins(2, 0, 2, 0);
    m_row->setSpacing(3);
    addShape();
    addBrush(actions);
    addLikeness();
    addDice(actions);
    m_jitter << makeJitterOptions(tools, this);
    m_morph << makeMorphOptions(tools, this);
    m_pixels << makePixelOptions(tools, this);
    for (QWidget* row : m_jitter + m_morph + m_pixels)
        m_row->addWidget(row);
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

void ToolOptions::addBrush(const ActionSet& actions)
{
    auto* size = new QSpinBox(this);
    size->setRange(1, ToolState::kMaxBrushSize);
    size->setValue(m_tools.brushSize());
    size->setAccessibleName(tr("Size of the brush in cells"));
    size->setFocusPolicy(Qt::ClickFocus);
    m_row->addWidget(size);
    QToolButton* shape = addButton(tr("Shape of the brush"));
    const auto show = [this, &actions, size, shape] {
        size->setValue(m_tools.brushSize());
        size->setToolTip(toolTipOf(tr("Brush size"), {}, tr("Cells across. %1").arg(sizeKeys(actions))));
        size->setSuffix(tr(" cell(s)", nullptr, m_tools.brushSize()));
        const bool disc = m_tools.brushShape() == core::BrushShape::disc;
        shape->setIcon(icon(disc ? QStringLiteral("disc") : QStringLiteral("square")));
        shape->setToolTip(toolTipOf(disc ? tr("Round brush") : tr("Square brush"),
                                    actions.at(QStringLiteral("brush-shape")).shortcut(),
                                    tr("Click to change the shape.")));
    };
    connect(size, &QSpinBox::valueChanged, &m_tools, &ToolState::setBrushSize);
    connect(shape, &QToolButton::clicked, &m_tools, [this] {
        m_tools.setBrushShape(m_tools.brushShape() == core::BrushShape::disc ? core::BrushShape::square
                                                                             : core::BrushShape::disc);
    });
    connect(&m_tools, &ToolState::brushChanged, this, show);
    connect(&actions, &ActionSet::keysChanged, this, show);
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
    set(m_jitter, use.jitter);
    set(m_morph, use.morph);
    set(m_pixels, use.pixels);
}

} // namespace tessera::app
