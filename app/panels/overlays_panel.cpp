// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/overlays_panel.h"

#include "app/overlays/overlay_maps.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

#include <cmath>

namespace tessera::app {

OverlaysPanel::OverlaysPanel(const PanelContext& context, QWidget* parent)
    : QWidget(parent), m_overlays(context.overlays)
{
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(10, 10, 10, 10);
    all->setSpacing(6);
    m_codes =
        addSwitch(tr("Codes over the pictures"), tr("The colours of the codes, over the picture in every pane.  (O)"));
    m_codesOpacity = addSlider(tr("Opacity"), tr("How strongly the codes cover the pictures."));
    m_contours = addSwitch(tr("Contours between unlike codes"), tr("Lines where neighbouring cells have other codes."));
    m_contourStep = addSlider(tr("Unlike by"),
                              tr("Leftmost: any other code. Farther right only codes whose vectors are far apart;\n"
                                 "rightmost: as far as two codes are on average."));
    m_edited = addSwitch(tr("Mark edited cells"), tr("A corner on every cell whose code is not the encoder's."));
    auto* map = new QHBoxLayout;
    auto* mapLabel = new QLabel(tr("Map"), this);
    m_map = new QComboBox(this);
    QStringList hints;
    for (const OverlayMap& row : overlayMaps()) {
        m_map->addItem(mapName(row), int(row.map));
        if (const QString hint = mapHint(row); !hint.isEmpty())
            hints << mapName(row) + QStringLiteral(": ") + hint;
    }
    m_map->setAccessibleName(tr("Map over the cells"));
    m_map->setToolTip(hints.join(QLatin1Char('\n')));
    mapLabel->setBuddy(m_map);
    map->addWidget(mapLabel);
    map->addWidget(m_map, 1);
    all->addLayout(map);
    m_mapOpacity = addSlider(tr("Opacity"), tr("How strongly the map covers what is under it."));
    auto* isolated = new QHBoxLayout;
    m_isolated = new QLabel(this);
    m_isolated->setTextFormat(Qt::PlainText);
    m_release = new QPushButton(tr("Release"), this);
    m_release->setToolTip(tr("Show all codes again."));
    isolated->addWidget(m_isolated, 1);
    isolated->addWidget(m_release);
    all->addLayout(isolated);
    all->addStretch(1);

    for (const QCheckBox* box : {m_codes, m_contours, m_edited})
        connect(box, &QCheckBox::toggled, this, &OverlaysPanel::choose);
    for (const QSlider* slider : {m_codesOpacity, m_contourStep, m_mapOpacity})
        connect(slider, &QSlider::valueChanged, this, &OverlaysPanel::choose);
    connect(m_map, &QComboBox::currentIndexChanged, this, &OverlaysPanel::choose);
    connect(m_release, &QPushButton::clicked, this, [this] { m_overlays.setPinned(-1); });
    connect(&m_overlays, &Overlays::changed, this, &OverlaysPanel::show);
    show();
}

QCheckBox* OverlaysPanel::addSwitch(const QString& text, const QString& hint)
{
    auto* box = new QCheckBox(text, this);
    box->setToolTip(hint);
    static_cast<QVBoxLayout*>(layout())->addWidget(box);
    return box;
}

QSlider* OverlaysPanel::addSlider(const QString& text, const QString& hint)
{
    auto* row = new QHBoxLayout;
    row->setContentsMargins(22, 0, 0, 6);
    auto* label = new QLabel(text, this);
    auto* slider = new QSlider(Qt::Horizontal, this);
    slider->setRange(0, 100);
    slider->setPageStep(10);
    slider->setToolTip(hint);
    slider->setAccessibleName(hint.section(QLatin1Char('\n'), 0, 0));
    label->setBuddy(slider);
    row->addWidget(label);
    row->addWidget(slider, 1);
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
    return slider;
}

void OverlaysPanel::choose()
{
    Overlays::Choice choice;
    choice.codes = m_codes->isChecked();
    choice.codesOpacity = m_codesOpacity->value() / 100.0;
    choice.contours = m_contours->isChecked();
    choice.contourStep = m_contourStep->value() / 100.0;
    choice.edited = m_edited->isChecked();
    choice.map = static_cast<Overlays::Map>(m_map->currentData().toInt());
    choice.mapOpacity = m_mapOpacity->value() / 100.0;
    m_overlays.setChoice(choice);
}

void OverlaysPanel::show()
{
    const Overlays::Choice& choice = m_overlays.choice();
    const auto set = [](auto* widget, auto setter, auto value) {
        const QSignalBlocker quiet(widget);
        (widget->*setter)(value);
    };
    const auto percent = [](double part) { return static_cast<int>(std::lround(100 * part)); };
    set(m_codes, &QCheckBox::setChecked, choice.codes);
    set(m_codesOpacity, &QSlider::setValue, percent(choice.codesOpacity));
    set(m_contours, &QCheckBox::setChecked, choice.contours);
    set(m_contourStep, &QSlider::setValue, percent(choice.contourStep));
    set(m_edited, &QCheckBox::setChecked, choice.edited);
    set(m_map, &QComboBox::setCurrentIndex, m_map->findData(int(choice.map)));
    set(m_mapOpacity, &QSlider::setValue, percent(choice.mapOpacity));
    m_contourStep->setEnabled(choice.contours);
    m_mapOpacity->setEnabled(choice.map != Overlays::Map::none);
    const int pinned = m_overlays.pinned();
    m_isolated->setText(pinned >= 0 ? tr("Code %1 is pinned").arg(pinned) : tr("No code is pinned"));
    m_release->setEnabled(pinned >= 0);
}

} // namespace tessera::app
