// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/quality_panel.h"

#include "app/analysis/error_meter.h"
#include "app/canvas/overlay_maps.h"
#include "app/panels/quality_table.h"
#include "app/panels/text_label.h"
#include "app/session.h"
#include "core/analysis/attribution.h"

#include <QComboBox>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace tessera::app {
namespace {

QString conclusion(const ErrorPair& pair, bool isEdited)
{
    if (pair.reconstruction.mse <= 0)
        return QualityPanel::tr("The reconstruction equals the input: there is no error.");
    const double share = pair.quantizationShare();
    if (share < 0)
        return QualityPanel::tr("All of the error is the autoencoder's: the codes draw this picture better than the "
                                "unquantized latents do.");
    const auto percent = static_cast<int>(std::lround(100 * share));
    const QString text = isEdited
        ? QualityPanel::tr("Of the error, %1 % is the autoencoder's and %2 % comes from quantization and edits.")
        : QualityPanel::tr("Of the error, %1 % is the autoencoder's and %2 % comes from quantization.");
    return text.arg(100 - percent).arg(percent);
}

QString recipe(const ErrorReport& report)
{
    const QString pixels = report.isResized
        ? QualityPanel::tr("The picture in its own size, to which the output was resized; a selection in model size.")
        : QualityPanel::tr("The picture's own pixels; padding is cut off.");
    return QualityPanel::tr("Recipe: %1 %2. Shares of the error: %3.")
        .arg(pixels, QString::fromStdString(core::qualityRecipe()), QString::fromStdString(core::attributionRecipe()));
}

} // namespace

QualityPanel::QualityPanel(const PanelContext& context, QWidget* dock)
    : QScrollArea(dock), m_session(context.session), m_overlays(context.overlays), m_errors(context.errors)
{
    auto* sheet = new QWidget;
    m_sentence = textLabel(sheet);
    m_pictureName = textLabel(sheet);
    m_picture = new QualityTable(tr("Figures of the picture"), sheet);
    m_selectionName = textLabel(sheet);
    m_selection = new QualityTable(tr("Figures of the selected cells"), sheet);
    m_recipe = textLabel(sheet);
    for (QLabel* label : {m_pictureName, m_selectionName, m_recipe})
        label->setForegroundRole(QPalette::PlaceholderText);
    QFont font = m_sentence->font();
    font.setBold(true);
    m_sentence->setFont(font);
    auto* all = new QVBoxLayout(sheet);
    all->setContentsMargins(10, 10, 10, 8);
    all->addWidget(m_sentence);
    all->addSpacing(4);
    all->addWidget(m_pictureName);
    all->addWidget(m_picture);
    all->addWidget(m_selectionName);
    all->addWidget(m_selection);
    all->addWidget(makeMapRow());
    all->addWidget(m_recipe);
    all->addStretch(1);
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidget(sheet);
    setMinimumWidth(300);

    connect(qobject_cast<QDockWidget*>(dock), &QDockWidget::visibilityChanged, this, [this](bool seen) {
        m_isSeen = seen;
        m_errors.setWanted(this, seen);
        refresh();
    });
    connect(&m_errors, &ErrorMeter::changed, this, &QualityPanel::refresh);
    connect(&m_session, &Session::documentChanged, this, &QualityPanel::refresh);
    refresh();
}

QWidget* QualityPanel::makeMapRow()
{
    auto* row = new QWidget;
    auto* name = new QLabel(tr("Map"), row);
    m_map = new QComboBox(row);
    for (const OverlayMap& map : overlayMaps())
        if (map.source != MapSource::distances) {
            m_map->addItem(mapName(map), int(map.map));
            m_map->setItemData(m_map->count() - 1, mapHint(map), Qt::ToolTipRole);
        }
    m_map->setAccessibleName(tr("Map of errors over the cells"));
    m_map->setToolTip(tr("Lays the errors of the cells over the panes; the Overlays panel says how strongly."));
    name->setBuddy(m_map);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 4, 0, 4);
    line->addWidget(name);
    line->addWidget(m_map, 1);
    connect(m_map, &QComboBox::currentIndexChanged, this, [this](int index) {
        if (index < 0)
            return;
        Overlays::Choice choice = m_overlays.choice();
        choice.map = static_cast<Overlays::Map>(m_map->itemData(index).toInt());
        m_overlays.setChoice(choice);
    });
    const auto follow = [this] {
        const QSignalBlocker quiet(m_map);
        m_map->setCurrentIndex(m_map->findData(int(m_overlays.choice().map))); // none of these: nothing
    };
    connect(&m_overlays, &Overlays::choiceChanged, this, follow);
    follow();
    return row;
}

QString QualityPanel::sentence() const
{
    return m_sentence->text();
}

void QualityPanel::refresh()
{
    if (!m_isSeen)
        return;
    const ErrorReport* report = m_errors.report().get();
    if (report && m_errors.problem().isEmpty())
        show(*report);
    else
        m_sentence->setText(emptyText());
    const bool hasFigures = report && m_errors.problem().isEmpty();
    for (QWidget* part : std::initializer_list<QWidget*>{m_pictureName, m_picture, m_recipe})
        part->setVisible(hasFigures);
    for (QWidget* part : std::initializer_list<QWidget*>{m_selectionName, m_selection})
        part->setVisible(hasFigures && report->selection);
    for (QWidget* part : std::initializer_list<QWidget*>{m_picture, m_selection, m_pictureName, m_selectionName})
        part->setEnabled(m_errors.isCurrent());
    m_sentence->setEnabled(m_errors.isCurrent() || !hasFigures);
}

void QualityPanel::show(const ErrorReport& report)
{
    const QLocale locale;
    const auto pixels = [&locale](const ErrorPair& pair) {
        return locale.toString(qlonglong(pair.reconstruction.pixels));
    };
    m_sentence->setText(conclusion(report.picture, report.isEdited));
    m_pictureName->setText(tr("Whole picture, %1 pixels").arg(pixels(report.picture)));
    m_picture->setPair(report.picture);
    if (report.selection) {
        m_selectionName->setText(tr("Selected cells, %1 pixels. %2")
                                     .arg(pixels(*report.selection), conclusion(*report.selection, report.isEdited)));
        m_selection->setPair(*report.selection);
    }
    m_recipe->setText(recipe(report));
}

QString QualityPanel::emptyText() const
{
    if (!m_session.document())
        return tr("When a picture is open, its quality is measured here.");
    if (!m_session.document()->hasPicture())
        return tr("There is no input to measure against: these codes came without a picture.");
    if (!m_errors.problem().isEmpty())
        return m_errors.problem();
    return tr("The picture is being measured …");
}

} // namespace tessera::app
