// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/brush_option_rows.h"

#include "app/actions/action_list.h"
#include "app/tools/tool_state.h"
#include "app/window/tool_options.h"

#include <QColorDialog>
#include <QHBoxLayout>
#include <QPainter>
#include <QSpinBox>
#include <QToolButton>

#include <cmath>
#include <functional>

namespace tessera::app {
namespace {

QHBoxLayout* makeRow(QWidget* parent)
{
    auto* row = new QHBoxLayout(new QWidget(parent));
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(3);
    return row;
}

QSpinBox* addNumber(QHBoxLayout* row, const QString& name, const QString& hint, int most,
                    const std::function<void(int)>& set)
{
    auto* box = new QSpinBox(row->parentWidget());
    box->setRange(1, most);
    box->setAccessibleName(name);
    box->setToolTip(toolTipOf(name, {}, hint));
    box->setFocusPolicy(Qt::ClickFocus);
    QObject::connect(box, &QSpinBox::valueChanged, box, set);
    row->addWidget(box);
    return box;
}

/// A share as per cent.
QSpinBox* addShare(QHBoxLayout* row, const QString& name, const QString& prefix, const QString& hint, int least,
                   const std::function<void(double)>& set)
{
    QSpinBox* box = addNumber(row, name, hint, 100, [set](int percent) { set(percent / 100.0); });
    box->setMinimum(least);
    box->setPrefix(prefix);
    box->setSuffix(ToolOptions::tr(" %"));
    box->setSingleStep(5);
    return box;
}

int percent(double share)
{
    return static_cast<int>(std::lround(share * 100));
}

QIcon colourIcon(QRgb colour)
{
    QPixmap pixmap(20, 20);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(QColor(128, 128, 128), 1));
    painter.setBrush(QColor(colour));
    painter.drawRoundedRect(QRectF(1.5, 1.5, 17, 17), 3, 3);
    return pixmap;
}

/// Shows the state now and whenever it changes.
void follow(ToolState& tools, QWidget* row, const std::function<void()>& show)
{
    QObject::connect(&tools, &ToolState::optionsChanged, row, show);
    show();
}

} // namespace

QWidget* makeJitterOptions(ToolState& tools, QWidget* parent)
{
    QHBoxLayout* row = makeRow(parent);
    QSpinBox* reach = addNumber(row, ToolOptions::tr("How many near codes"),
                                ToolOptions::tr("A cell gets one of that many codes nearest to its own."),
                                JitterOptions::kMostReach, [&tools](int value) {
                                    JitterOptions options = tools.jitter();
                                    options.reach = value;
                                    tools.setJitter(options);
                                });
    reach->setPrefix(ToolOptions::tr("of the nearest "));
    QSpinBox* strength = addShare(row, ToolOptions::tr("Strength of the jitter"), ToolOptions::tr("changes "),
                                  ToolOptions::tr("How many of the cells under the brush change."), 1,
                                  [&tools](double value) {
                                      JitterOptions options = tools.jitter();
                                      options.strength = value;
                                      tools.setJitter(options);
                                  });
    follow(tools, row->parentWidget(), [&tools, reach, strength] {
        reach->setValue(tools.jitter().reach);
        strength->setValue(percent(tools.jitter().strength));
    });
    return row->parentWidget();
}

QWidget* makeMorphOptions(ToolState& tools, QWidget* parent)
{
    QHBoxLayout* row = makeRow(parent);
    QSpinBox* strength = addShare(row, ToolOptions::tr("Strength of the morph"), ToolOptions::tr("strength "),
                                  ToolOptions::tr("How much of the way latents go at each touch of the brush's middle."),
                                  1, [&tools](double value) {
                                      MorphOptions options = tools.morph();
                                      options.strength = value;
                                      tools.setMorph(options);
                                  });
    QSpinBox* hardness = addShare(row, ToolOptions::tr("Hardness of the morph's edge"), ToolOptions::tr("hardness "),
                                  ToolOptions::tr("How much of the brush has the full strength; beyond that it fades."),
                                  0, [&tools](double value) {
                                      MorphOptions options = tools.morph();
                                      options.hardness = value;
                                      tools.setMorph(options);
                                  });
    auto* target = new QToolButton(row->parentWidget());
    target->setAutoRaise(true);
    target->setFocusPolicy(Qt::TabFocus);
    row->addWidget(target);
    QObject::connect(target, &QToolButton::clicked, &tools, [&tools] {
        MorphOptions options = tools.morph();
        options.picked.reset();
        tools.setMorph(options);
    });
    const auto show = [&tools, strength, hardness, target] {
        const MorphOptions& options = tools.morph();
        strength->setValue(percent(options.strength));
        hardness->setValue(percent(options.hardness));
        target->setEnabled(options.picked.has_value());
        target->setText(!options.picked             ? ToolOptions::tr("to code %1").arg(tools.code())
                            : options.picked->code ? ToolOptions::tr("to latents near %1").arg(*options.picked->code)
                                                   : ToolOptions::tr("to picked latents"));
        target->setAccessibleName(ToolOptions::tr("Target of the morph: %1").arg(target->text()));
        target->setToolTip(toolTipOf(
            ToolOptions::tr("Target"), {},
            options.picked ? ToolOptions::tr("The latents that Ctrl+click has picked. Click to go towards code A again.")
                           : ToolOptions::tr("Code A. Ctrl+click in a pane takes what is under the brush there.")));
    };
    QObject::connect(&tools, &ToolState::codeChanged, row->parentWidget(), show);
    follow(tools, row->parentWidget(), show);
    return row->parentWidget();
}

QWidget* makePixelOptions(ToolState& tools, QWidget* parent)
{
    QHBoxLayout* row = makeRow(parent);
    auto* colour = new QToolButton(row->parentWidget());
    colour->setAutoRaise(true);
    colour->setIconSize(QSize(20, 20));
    colour->setFocusPolicy(Qt::TabFocus);
    row->addWidget(colour);
    QObject::connect(colour, &QToolButton::clicked, &tools, [&tools, colour] {
        auto* dialog = new QColorDialog(QColor(tools.pixels().colour), colour->window());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setObjectName(QStringLiteral("pixel-colour"));
        dialog->setWindowTitle(ToolOptions::tr("Colour of the Pixel Brush"));
        QObject::connect(dialog, &QColorDialog::colorSelected, &tools, [&tools](const QColor& chosen) {
            PixelOptions options = tools.pixels();
            options.colour = chosen.rgb();
            tools.setPixels(options);
        });
        dialog->open();
    });
    const auto change = [&tools](auto member, auto value) {
        PixelOptions options = tools.pixels();
        options.brush.*member = value;
        tools.setPixels(options);
    };
    QSpinBox* size = addNumber(row, ToolOptions::tr("Size of the pixel brush"), ToolOptions::tr("Pixels across."),
                               PixelOptions::kMostSize, [change](int value) { change(&core::PixelBrush::size, value); });
    QSpinBox* hardness = addShare(row, ToolOptions::tr("Hardness of the pixel brush"), ToolOptions::tr("hardness "),
                                  ToolOptions::tr("How much of the brush is full of colour; beyond that it fades."), 0,
                                  [change](double value) { change(&core::PixelBrush::hardness, value); });
    QSpinBox* opacity = addShare(row, ToolOptions::tr("Opacity of the pixel brush"), ToolOptions::tr("opacity "),
                                 ToolOptions::tr("How much of the colour a stroke lays on, however often it passes."), 1,
                                 [change](double value) { change(&core::PixelBrush::opacity, value); });
    follow(tools, row->parentWidget(), [&tools, colour, size, hardness, opacity] {
        const PixelOptions& options = tools.pixels();
        const QString name = QColor(options.colour).name();
        colour->setIcon(colourIcon(options.colour));
        colour->setAccessibleName(ToolOptions::tr("Colour of the pixel brush: %1").arg(name));
        colour->setToolTip(toolTipOf(ToolOptions::tr("Colour %1").arg(name), {},
                                     ToolOptions::tr("Click to choose another. Ctrl+click in a pane picks one.")));
        size->setValue(options.brush.size);
        size->setSuffix(ToolOptions::tr(" px"));
        hardness->setValue(percent(options.brush.hardness));
        opacity->setValue(percent(options.brush.opacity));
    });
    return row->parentWidget();
}

} // namespace tessera::app
