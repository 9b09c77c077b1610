// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canvas/pane_header.h"

#include "app/canvas/error_map.h"
#include "app/canvas/pane_images.h"
#include "app/canvas/shades.h"
#include "app/document.h"

#include <QEvent>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace tessera::app {
namespace {

constexpr double kMargin = 8;
constexpr double kGap = 8;

QString sizeText(int width, int height)
{
    return PaneHeader::tr("%1 × %2").arg(width).arg(height);
}

QColor stateColour(PaneHeader::State state, const QPalette& palette)
{
    const bool dark = isDark(palette);
    switch (state) {
    case PaneHeader::State::exact:
        return dark ? QColor(122, 204, 140) : QColor(22, 112, 52);
    case PaneHeader::State::approximate:
        return dark ? QColor(204, 166, 246) : QColor(112, 60, 164);
    case PaneHeader::State::decoding:
        return dark ? QColor(132, 182, 244) : QColor(24, 88, 172);
    case PaneHeader::State::outOfDate:
        return dark ? QColor(240, 180, 92) : QColor(146, 82, 0);
    case PaneHeader::State::none:
        break;
    }
    return palette.color(QPalette::WindowText);
}

/// A check, two waves, three dots, or an exclamation mark, in a box of one unit.
QPainterPath sign(PaneHeader::State state)
{
    QPainterPath path;
    if (state == PaneHeader::State::exact) {
        path.moveTo(0.08, 0.55);
        path.lineTo(0.38, 0.85);
        path.lineTo(0.95, 0.18);
    } else if (state == PaneHeader::State::approximate) {
        for (const double y : {0.36, 0.74}) {
            path.moveTo(0.06, y + 0.08);
            path.cubicTo(0.36, y - 0.3, 0.64, y + 0.3, 0.94, y - 0.08);
        }
    } else if (state == PaneHeader::State::decoding) {
        for (const double x : {0.12, 0.5, 0.88}) {
            path.moveTo(x - 0.01, 0.55);
            path.lineTo(x + 0.01, 0.55);
        }
    } else {
        path.moveTo(0.5, 0.08);
        path.lineTo(0.5, 0.6);
        path.moveTo(0.5, 0.91);
        path.lineTo(0.5, 0.93);
    }
    return path;
}

} // namespace

PaneHeader::PaneHeader(PaneSource source, const CanvasScene& scene, QWidget* parent)
    : QWidget(parent), m_source(source), m_scene(scene)
{
    refresh();
}

PaneHeader::State PaneHeader::state() const
{
    const bool showsDecode = m_source == PaneSource::reconstruction || m_source == PaneSource::error;
    if (!showsDecode || m_scene.factor() == 0)
        return State::none;
    if (m_scene.images.isExact()) // the error is as good as the reconstruction; one of them says so
        return m_source == PaneSource::reconstruction ? State::exact : State::none;
    if (m_scene.images.isApproximate())
        return State::approximate;
    if (m_scene.decoding || m_scene.document->isExact()) // here already, and on its way to the screen
        return State::decoding;
    return m_scene.images.picture(PaneSource::reconstruction).isEmpty() ? State::none : State::outOfDate;
}

QString PaneHeader::stateText() const
{
    switch (state()) {
    case State::exact:
        return tr("exact");
    case State::approximate:
        return tr("approximate");
    case State::decoding:
        return tr("decoding …");
    case State::outOfDate:
        return tr("out of date");
    case State::none:
        break;
    }
    return {};
}

QString PaneHeader::stateHint() const
{
    if (state() != State::approximate)
        return {};
    return tr("Only the surroundings of what was painted are decoded anew.\n"
              "What is measured, copied or exported is always the exact picture.");
}

QString PaneHeader::detail() const
{
    const Document* document = m_scene.document;
    if (!document)
        return {};
    if (m_source == PaneSource::error)
        return tr("mean |input − reconstruction|");
    if (!document->hasCodes())
        return m_source == PaneSource::input ? sizeText(document->original()->width, document->original()->height)
                                             : QString();
    const core::Preparation& how = document->preparation();
    const QString picture = sizeText(how.pictureWidth, how.pictureHeight);
    const QString model = sizeText(how.modelWidth, how.modelHeight);
    if (m_source == PaneSource::codes)
        return tr("%1 cells of %2 px")
            .arg(sizeText(document->grid().cols, document->grid().rows))
            .arg(m_scene.factor());
    if (m_source == PaneSource::reconstruction)
        return {};
    if (!how.changesSize())
        return picture;
    switch (how.fit) {
    case core::Fit::pad:
        return tr("%1, padded to %2").arg(picture, model);
    case core::Fit::crop:
        return tr("%1, cropped to %2").arg(picture, model);
    case core::Fit::resize:
        return tr("%1, resized to %2").arg(picture, model);
    }
    return picture;
}

QSize PaneHeader::sizeHint() const
{
    return {120, fontMetrics().height() + 10};
}

void PaneHeader::refresh()
{
    QStringList texts{paneName(m_source), detail(), stateText()};
    texts.removeAll(QString());
    const QString text = texts.join(QStringLiteral(", "));
    const QString hint = stateHint();
    setAccessibleName(text);
    setAccessibleDescription(hint);
    setToolTip(hint.isEmpty() ? text : text + QLatin1Char('\n') + hint);
    update();
}

void PaneHeader::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), palette().color(QPalette::Window));
    QRectF free = QRectF(rect()).adjusted(kMargin, 0, -kMargin, 0);
    free = drawBadge(painter, free);
    if (m_source == PaneSource::error && !m_scene.images.picture(PaneSource::error).isEmpty())
        free = drawColourBar(painter, free);

    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(palette().color(QPalette::WindowText));
    const QFontMetricsF metrics(bold);
    const QString name = metrics.elidedText(paneName(m_source), Qt::ElideRight, free.width());
    painter.drawText(free, Qt::AlignVCenter | Qt::AlignLeft, name);
    free.setLeft(free.left() + metrics.horizontalAdvance(name) + kGap);

    painter.setFont(font());
    painter.setPen(mutedText(palette()));
    constexpr double kWorthReading = 40;
    if (free.width() > kWorthReading)
        painter.drawText(free, Qt::AlignVCenter | Qt::AlignLeft,
                         QFontMetricsF(font()).elidedText(detail(), Qt::ElideRight, free.width()));
}

QRectF PaneHeader::drawBadge(QPainter& painter, QRectF free) const
{
    const QString text = stateText();
    if (text.isEmpty())
        return free;
    const QFontMetricsF metrics(font());
    const double glyph = std::round(metrics.capHeight()) + 2;
    const double height = metrics.height() + 2;
    const double width = metrics.horizontalAdvance(text) + glyph + 22;
    const QRectF pill(free.right() - width, free.center().y() - height / 2, width, height);
    const QColor colour = stateColour(state(), palette());
    painter.setPen(QPen(withAlpha(colour, 110), 1));
    painter.setBrush(withAlpha(colour, 36));
    painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), height / 2, height / 2);

    painter.save();
    painter.translate(pill.left() + 8, pill.center().y() - glyph / 2);
    painter.scale(glyph, glyph);
    painter.strokePath(sign(state()), QPen(colour, 2 / glyph, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.restore();

    painter.setPen(colour);
    painter.drawText(pill.adjusted(glyph + 13, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, text);
    free.setRight(pill.left() - kGap);
    return free;
}

QRectF PaneHeader::drawColourBar(QPainter& painter, QRectF free) const
{
    const QFontMetricsF metrics(font());
    const QString high = locale().toString(m_scene.images.errorRange(), 'g', 3), low = locale().toString(0);
    const double highWidth = metrics.horizontalAdvance(high), lowWidth = metrics.horizontalAdvance(low);
    const double bar = std::clamp(free.width() / 4, 48.0, 128.0);
    painter.setPen(mutedText(palette()));
    painter.drawText(free, Qt::AlignVCenter | Qt::AlignRight, high);
    free.setRight(free.right() - highWidth - 5);
    const double height = std::round(metrics.capHeight());
    const QRectF box(free.right() - bar, free.center().y() - height / 2, bar, height);
    QLinearGradient gradient(box.topLeft(), box.topRight());
    constexpr int kStops = 12;
    for (int i = 0; i <= kStops; ++i) {
        const double part = static_cast<double>(i) / kStops;
        gradient.setColorAt(part, QColor::fromRgb(errorColour(part)));
    }
    painter.fillRect(box, gradient);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(withAlpha(palette().color(QPalette::WindowText), 90), 1));
    painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5));
    free.setRight(box.left() - 5);
    painter.setPen(mutedText(palette()));
    painter.drawText(free, Qt::AlignVCenter | Qt::AlignRight, low);
    free.setRight(free.right() - lowWidth - kGap);
    return free;
}

void PaneHeader::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange)
        updateGeometry();
    QWidget::changeEvent(event);
}

} // namespace tessera::app
