// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canvas/pane_header.h"

#include "app/canvas/colour_bar.h"
#include "app/canvas/pane_images.h"
#include "app/canvas/pane_view.h"
#include "app/canvas/shades.h"
#include "app/documents/document.h"
#include "app/pictures/painted_pixels.h"

#include <QEvent>
#include <QFontMetricsF>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>
#include <QToolButton>

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

PaneHeader::PaneHeader(PaneView& pane, const CanvasScene& scene, QWidget* parent)
    : QWidget(parent), m_pane(pane), m_scene(scene), m_menu(new QMenu(this)), m_button(new QToolButton(this))
{
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    m_button->setFont(bold);
    m_button->setAutoRaise(true);
    m_button->setPopupMode(QToolButton::InstantPopup);
    m_button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_button->setFocusPolicy(Qt::TabFocus);
    m_button->setMenu(m_menu);
    m_button->setToolTip(tr("What this pane shows: click to show something else, or to compare."));
    connect(&pane, &PaneView::seenChanged, this, &PaneHeader::refresh);
    connect(&pane.link(), &ViewLink::changed, this, &PaneHeader::refresh);
    refresh();
}

void PaneHeader::setActive(bool active)
{
    m_active = active;
    update();
}

PaneHeader::State PaneHeader::state() const
{
    const PaneSetup& setup = m_pane.setup();
    if (setup.compare == Compare::off)
        return stateOf(m_pane.seen());
    // As far as the less certain of the two can be trusted.
    const State first = stateOf(setup.first), second = stateOf(setup.second);
    if (setup.compare == Compare::difference && !m_pane.difference().isUpToDate()
        && std::max(first, second) < State::decoding)
        return State::decoding;
    return std::max(first, second);
}

PaneHeader::State PaneHeader::stateOf(const SourceRef& ref) const
{
    const PaneImages* images = m_scene.imagesOf(ref.document);
    if (!ref.isDecode() || !images || !images->document() || !images->document()->hasCodes())
        return State::none;
    if (ref.source == PaneSource::reconstruction && images->document()->painted().isCovering()) // lies over it
        return State::approximate;
    if (images->isExact()) // the error is as good as the reconstruction; one of them says so
        return ref.source == PaneSource::reconstruction ? State::exact : State::none;
    if (images->isApproximate())
        return State::approximate;
    if (m_scene.decoding || images->document()->isExact()) // here already, and on its way to the screen
        return State::decoding;
    return images->picture(PaneSource::reconstruction).isEmpty() ? State::none : State::outOfDate;
}

bool PaneHeader::spansColours() const
{
    if (m_pane.setup().compare == Compare::difference)
        return !m_pane.difference().image().isEmpty();
    return m_pane.seen().source == PaneSource::error && !m_scene.images.picture(PaneSource::error).isEmpty();
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
    if (const PaneImages* images = m_scene.imagesOf(m_pane.setup().first.document);
        images && images->document() && images->document()->painted().isCovering())
        return tr("Pixels that lie over the reconstruction are on their way to be codes.\n"
                  "What is measured, copied or exported is always the exact picture.");
    return tr("Only the surroundings of what was painted are decoded anew.\n"
              "What is measured, copied or exported is always the exact picture.");
}

QString PaneHeader::detail() const
{
    const PaneSetup& setup = m_pane.setup();
    const PaneImages* images = m_scene.imagesOf(setup.first.document);
    const Document* document = images ? images->document() : nullptr;
    if (!document || setup.compare != Compare::off)
        return {};
    const PaneSource source = setup.first.source;
    if (source == PaneSource::error)
        return tr("mean |input − reconstruction|");
    if (source == PaneSource::unquantized)
        return tr("decode of the latents as they are");
    if (!document->hasCodes())
        return source == PaneSource::input && document->hasPicture()
            ? sizeText(document->original()->width, document->original()->height)
            : QString();
    const core::Preparation& how = document->preparation();
    const QString picture = sizeText(how.pictureWidth, how.pictureHeight);
    const QString model = sizeText(how.modelWidth, how.modelHeight);
    if (source == PaneSource::codes)
        return tr("%1 cells of %2 px")
            .arg(sizeText(document->grid().cols, document->grid().rows))
            .arg(document->model()->factor());
    if (source == PaneSource::reconstruction || !document->hasPicture())
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
    const QString name = m_scene.nameOf(m_pane.setup());
    m_button->setText(name);
    m_button->setAccessibleName(tr("%1: choose what this pane shows").arg(name));
    placeButton();
    QStringList texts{name, detail(), linkText(), stateText()};
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
    if (m_active) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
        painter.drawLine(QPointF(0, 1), QPointF(width(), 1));
    }
    free.setLeft(m_button->geometry().right() + 1 + kGap / 2);
    free = drawBadge(painter, free);
    if (spansColours() && free.width() > 150)
        free = drawRange(painter, free);

    painter.setFont(font());
    painter.setPen(mutedText(palette()));
    constexpr double kWorthReading = 40;
    QStringList texts{linkText(), detail()};
    texts.removeAll(QString());
    if (free.width() > kWorthReading)
        painter.drawText(
            free, Qt::AlignVCenter | Qt::AlignLeft,
            QFontMetricsF(font()).elidedText(texts.join(QStringLiteral(" · ")), Qt::ElideRight, free.width()));
}

QString PaneHeader::linkText() const
{
    if (!m_pane.link().isLinked())
        return tr("view not linked");
    return m_pane.link().hasOffset() ? tr("view linked with an offset") : QString();
}

void PaneHeader::placeButton()
{
    constexpr int kLeast = 48;
    const int room = stateText().isEmpty() ? width() : width() / 2;
    m_button->setGeometry(2, 1, std::clamp(m_button->sizeHint().width(), kLeast, std::max(room, kLeast)), height() - 2);
}

void PaneHeader::resizeEvent(QResizeEvent* event)
{
    placeButton();
    QWidget::resizeEvent(event);
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

QRectF PaneHeader::drawRange(QPainter& painter, QRectF free) const
{
    const bool isDifference = m_pane.setup().compare == Compare::difference;
    const bool isSigned = isDifference && m_pane.setup().difference.isSigned;
    const double range = isDifference ? m_pane.difference().range() : m_scene.images.errorRange();
    const QString high = locale().toString(range, 'g', 3);
    const QString low = isSigned ? QStringLiteral("−") + high : locale().toString(0);
    return drawColourBar(painter, free, low, high,
                         [isSigned](double part) { return differenceColour(isSigned ? 2 * part - 1 : part, isSigned); },
                         palette());
}

void PaneHeader::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange) {
        QFont bold = font();
        bold.setWeight(QFont::DemiBold);
        m_button->setFont(bold);
        placeButton();
        updateGeometry();
    }
    QWidget::changeEvent(event);
}

} // namespace tessera::app
