// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/quality_panel.h"

#include "app/analysis/error_meter.h"
#include "app/overlays/overlay_maps.h"
#include "app/panels/pane_quality.h"
#include "app/panels/quality_table.h"
#include "app/panels/text_label.h"
#include "core/analysis/attribution.h"

#include <QComboBox>
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

std::vector<QualityTable::Subject> reportSubjects()
{
    return {{QualityPanel::tr("Reconstruction"), QualityPanel::tr("Input and reconstruction.")},
            {QualityPanel::tr("Unquantized"),
             QualityPanel::tr("Input and what the decoder draws from the unquantized latents.")}};
}

void showPair(QualityTable& table, const ErrorPair& pair)
{
    table.setFigures(0, pair.reconstruction);
    table.setFigures(1, pair.unquantized);
}

} // namespace

QualityPanel::QualityPanel(const PanelContext& context, QWidget* dock)
    : AnalysisPanel(context, dock), m_overlays(context.overlays), m_errors(context.errors),
      m_pictureName(mutedLabel(widget())),
      m_picture(new QualityTable(tr("Figures of the picture"), reportSubjects(), widget())),
      m_selectionName(mutedLabel(widget())),
      m_selection(new QualityTable(tr("Figures of the selected cells"), reportSubjects(), widget())),
      m_pane(new PaneQuality(context.canvas, widget())), m_recipe(mutedLabel(widget()))
{
    column().addSpacing(4);
    column().addWidget(m_pictureName);
    column().addWidget(m_picture);
    column().addWidget(m_selectionName);
    column().addWidget(m_selection);
    column().addWidget(m_pane);
    column().addWidget(makeMapRow());
    column().addWidget(m_recipe);
    column().addStretch(1);
    connect(&m_errors, &ErrorMeter::changed, this, &QualityPanel::lookAgain);
}

QWidget* QualityPanel::makeMapRow()
{
    auto* row = new QWidget(widget());
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

void QualityPanel::look()
{
    m_errors.setWanted(this, true);
    const ErrorReport* report = m_errors.problem().isEmpty() ? m_errors.report().get() : nullptr;
    if (report)
        show(*report);
    else
        say(emptyText());
    for (QWidget* part : std::initializer_list<QWidget*>{m_pictureName, m_picture, m_recipe})
        part->setVisible(report != nullptr);
    for (QWidget* part : std::initializer_list<QWidget*>{m_selectionName, m_selection})
        part->setVisible(report && report->selection);
    for (QWidget* part : std::initializer_list<QWidget*>{m_picture, m_selection, m_pictureName, m_selectionName})
        part->setEnabled(m_errors.isCurrent());
    m_pane->look(document());
}

void QualityPanel::rest()
{
    m_errors.setWanted(this, false);
    m_pane->rest();
}

void QualityPanel::show(const ErrorReport& report)
{
    const QLocale locale;
    const auto pixels = [&locale](const ErrorPair& pair) {
        return locale.toString(qlonglong(pair.reconstruction.pixels));
    };
    say(conclusion(report.picture, report.isEdited), m_errors.isCurrent());
    m_pictureName->setText(tr("Whole picture, %1 pixels").arg(pixels(report.picture)));
    showPair(*m_picture, report.picture);
    if (report.selection) {
        m_selectionName->setText(tr("Selected cells, %1 pixels. %2")
                                     .arg(pixels(*report.selection), conclusion(*report.selection, report.isEdited)));
        showPair(*m_selection, *report.selection);
    }
    m_recipe->setText(recipe(report));
}

QString QualityPanel::emptyText() const
{
    if (!document())
        return tr("When a picture is open, its quality is measured here.");
    if (!document()->hasPicture())
        return tr("There is no input to measure against: these codes came without a picture.");
    if (!m_errors.problem().isEmpty())
        return m_errors.problem();
    return tr("The picture is being measured …");
}

} // namespace tessera::app
