// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/status_bar.h"

#include "app/actions/action_set.h"
#include "app/analysis/quality_meter.h"
#include "app/session.h"
#include "app/tools/tool_list.h"
#include "app/tools/tool_state.h"
#include "app/window/elided_label.h"
#include "core/edit/region_sets.h"

#include <QLabel>
#include <QLocale>
#include <QStatusTipEvent>

#include <cmath>

namespace tessera::app {

StatusBar::StatusBar(Session& session, QualityMeter& quality, const ToolState& tools, const ActionSet& actions,
                     Viewport& viewport, QWidget* parent)
    : QStatusBar(parent), m_session(session), m_quality(quality), m_tools(tools), m_actions(actions), m_viewport(viewport),
      m_left(new ElidedLabel(this))
{
    setSizeGripEnabled(false);
    m_left->setAccessibleName(tr("Under the mouse"));
    addWidget(m_left, 1);
    m_selected = addFact(tr("Selection"), {});
    m_psnr = addFact(tr("PSNR"), tr("Peak signal-to-noise ratio of the reconstruction against the picture,\n"
                                    "over 8-bit colour values, in the picture's own size. Only for exact decodes."));
    m_size = addFact(tr("Sizes"), tr("The picture in pixels and in cells."));
    m_revision = addFact(tr("Edits"), tr("How often the codes have changed, and whether the shown\n"
                                         "reconstruction is the decode of exactly these codes."));
    m_time = addFact(tr("Decode time"), tr("How long the newest shown decode took, and whether the device decodes in the fastest\n"
                                           "way or in the most exact one (Model menu). The difference is too small to be seen."));
    m_zoom = addFact(tr("Zoom"), tr("Screen pixels per picture pixel."));

    connect(&session, &Session::documentChanged, this, &StatusBar::watchDocument);
    connect(&session.device(), &DeviceInUse::changed, this, &StatusBar::showState);
    connect(&quality, &QualityMeter::changed, this, &StatusBar::showState);
    connect(&tools, &ToolState::toolChanged, this, &StatusBar::showHint);
    connect(&actions, &ActionSet::keysChanged, this, &StatusBar::showHint);
    connect(&actions, &ActionSet::keysChanged, this, &StatusBar::showKeys);
    connect(&viewport, &Viewport::changed, this, &StatusBar::showZoom);
    showKeys();
    if (parent)
        parent->installEventFilter(this);
    watchDocument();
}

bool StatusBar::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != parent() || event->type() != QEvent::StatusTip)
        return QStatusBar::eventFilter(watched, event);
    if (const QString tip = static_cast<QStatusTipEvent*>(event)->tip(); tip.isEmpty())
        showHint();
    else
        m_left->setText(tip);
    return true;
}

QLabel* StatusBar::addFact(const QString& name, const QString& toolTip)
{
    auto* label = new QLabel(this);
    label->setTextFormat(Qt::PlainText);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setAccessibleName(name);
    label->setToolTip(name + QLatin1Char('\n') + toolTip);
    addPermanentWidget(label);
    return label;
}

void StatusBar::watchDocument()
{
    if (m_document)
        m_document->disconnect(this);
    m_document = m_session.document();
    if (m_document) {
        connect(m_document, &Document::encodedChanged, this, &StatusBar::showState);
        connect(m_document, &Document::exactChanged, this, &StatusBar::showState);
        connect(m_document, &Document::shownChanged, this, &StatusBar::showState);
        connect(m_session.follower(), &DecodeFollower::waitingChanged, this, &StatusBar::showState, Qt::UniqueConnection);
        connect(m_document, &Document::selectionChanged, this, &StatusBar::showSelection);
    }
    showState();
    showSelection();
    showHint();
    showZoom();
}

void StatusBar::showState()
{
    Document* document = m_document;
    const bool hasCodes = document && document->hasCodes();
    const QLocale locale;
    for (QLabel* label : {m_psnr, m_size, m_revision, m_time, m_zoom})
        label->setVisible(document);
    if (!document)
        return;
    const std::optional<double> psnr = m_quality.psnr();
    m_psnr->setText(!psnr              ? tr("PSNR –")
                        : std::isinf(*psnr) ? tr("PSNR ∞ dB")
                                            : tr("PSNR %1 dB").arg(locale.toString(*psnr, 'f', 2)));
    QString size = QStringLiteral("%1 × %2 px").arg(document->pictureSize().width()).arg(document->pictureSize().height());
    if (hasCodes)
        size += QStringLiteral("  ·  ") + tr("%1 × %2 cells").arg(document->grid().cols).arg(document->grid().rows);
    m_size->setText(size);
    const bool waiting = m_session.follower() && m_session.follower()->isWaiting();
    const QString state = document->isExact() ? tr("exact")
        : document->isApproximate()           ? tr("approximate")
        : waiting                             ? tr("decoding")
                                              : tr("out of date");
    m_revision->setText(!hasCodes ? tr("no codes yet")
                                  : tr("%n edit(s)", nullptr, document->undoStack().index()) + QStringLiteral("  ·  ") + state);
    const double milliseconds = m_session.follower() ? m_session.follower()->milliseconds() : 0;
    m_time->setText(milliseconds <= 0 ? QString()
                        : milliseconds < 1000 ? tr("%1 ms").arg(locale.toString(milliseconds, 'f', 0))
                                              : tr("%1 s").arg(locale.toString(milliseconds / 1000, 'f', 1)));
    m_time->setText(m_time->text() + QStringLiteral("  ·  ") + m_session.device().arithmetic());
    m_time->setVisible(milliseconds > 0);
}

void StatusBar::showSelection()
{
    const std::int64_t cells = m_document ? core::cellCount(m_document->selection()) : 0;
    m_selected->setText(tr("%n cell(s) selected", nullptr, static_cast<int>(cells)));
    m_selected->setVisible(cells > 0);
}

void StatusBar::showHint()
{
    const ToolRow* tool = findTool(m_tools.tool());
    const QString hint = m_document && tool ? m_actions.at(QStringLiteral("tool-") + QLatin1String(tool->id)).statusTip()
                                            : tr("Drop a picture, a model's folder or a file of codes anywhere here.");
    m_left->setText(hint);
}

void StatusBar::showKeys()
{
    const QKeySequence key = m_actions.at(QStringLiteral("select-none")).shortcut();
    QString tip = tr("Selection") + QLatin1Char('\n') + tr("Edits change the selected cells only.");
    if (!key.isEmpty())
        tip += QLatin1Char(' ') + tr("%1 deselects.").arg(key.toString(QKeySequence::NativeText));
    m_selected->setToolTip(tip);
}

void StatusBar::showZoom()
{
    const double percent = m_viewport.zoom() * 100;
    m_zoom->setText(tr("%1 %").arg(QLocale().toString(percent, 'f', percent < 10 ? 1 : 0)));
}

void StatusBar::setHover(const Hover& hover)
{
    if (hover.dragsByKeys) {
        m_left->setText(tr("Arrow keys drag, Enter ends the drag, Esc takes it back."));
        return;
    }
    if (!hover.inside) {
        showHint();
        return;
    }
    QStringList parts{tr("x %1, y %2").arg(hover.pixel.x()).arg(hover.pixel.y())};
    if (hover.code >= 0) {
        parts << tr("cell %1, %2").arg(hover.cell.col).arg(hover.cell.row);
        parts << (hover.code == hover.encodedCode || hover.encodedCode < 0
                      ? tr("code %1").arg(hover.code)
                      : tr("code %1 (encoded as %2)").arg(hover.code).arg(hover.encodedCode));
    }
    if (!hover.input.isEmpty())
        parts << tr("in %1").arg(hover.input);
    if (!hover.reconstruction.isEmpty())
        parts << tr("out %1").arg(hover.reconstruction);
    m_left->setText(parts.join(QStringLiteral("    ")));
}

} // namespace tessera::app
