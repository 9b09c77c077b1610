// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/pane_header.h"

#include "app/documents/document.h"
#include "app/overlays/colour_bar.h"
#include "app/overlays/shades.h"
#include "app/panes/pane_images.h"
#include "app/panes/pane_view.h"
#include "app/pictures/painted_pixels.h"

#include <QEvent>
#include <QFontMetricsF>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace tessera::app {
namespace {

constexpr double kMargin = 8;

QString sizeText(int width, int height)
{
    return PaneHeader::tr("%1 × %2").arg(width).arg(height);
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

PaneState PaneHeader::state() const
{
    const PaneSetup& setup = m_pane.setup();
    if (setup.compare == Compare::off)
        return stateOf(m_pane.seen());
    // As far as the less certain of the two can be trusted.
    const PaneState first = stateOf(setup.first), second = stateOf(setup.second);
    if (setup.compare == Compare::difference && !m_pane.difference().isUpToDate()
        && std::max(first, second) < PaneState::decoding)
        return PaneState::decoding;
    return std::max(first, second);
}

PaneState PaneHeader::stateOf(const SourceRef& ref) const
{
    const PaneImages* images = m_scene.imagesOf(ref.document);
    if (!ref.isDecode() || !images || !images->document() || !images->document()->hasCodes())
        return PaneState::none;
    if (ref.source == PaneSource::reconstruction && images->document()->painted().isCovering()) // lies over it
        return PaneState::approximate;
    if (images->isExact()) // the error is as good as the reconstruction; one of them says so
        return ref.source == PaneSource::reconstruction ? PaneState::exact : PaneState::none;
    if (images->isApproximate())
        return PaneState::approximate;
    if (m_scene.isDecoding(ref) || images->document()->isExact()) // here already, and on its way to the screen
        return PaneState::decoding;
    return images->picture(PaneSource::reconstruction).isEmpty() ? PaneState::none : PaneState::outOfDate;
}

bool PaneHeader::spansColours() const
{
    if (m_pane.setup().compare == Compare::difference)
        return !m_pane.difference().image().isEmpty();
    return m_pane.seen().source == PaneSource::error && !m_scene.images.picture(PaneSource::error).isEmpty();
}

QString PaneHeader::stateText() const
{
    return paneStateText(state());
}

QString PaneHeader::stateHint() const
{
    if (state() != PaneState::approximate)
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
    m_name = m_scene.nameOf(m_pane.setup());
    m_button->setAccessibleName(tr("%1: choose what this pane shows").arg(m_name));
    placeButton();
    QStringList texts{m_name, detail(), linkText(), stateText()};
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
    free.setLeft(m_button->geometry().right() + 1 + kMargin / 2);
    painter.setFont(font());
    free = drawPaneBadge(painter, free, state(), palette());
    if (spansColours() && free.width() > 150)
        free = drawRange(painter, free);

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
    const double sign = stateText().isEmpty() ? 0 : paneSignWidth(QFontMetricsF(font())) + kMargin;
    const int room = std::max(width() - static_cast<int>(std::ceil(sign)), kLeast);
    // A button that is too narrow would cut its text at both ends.
    m_button->setText(m_name);
    if (const int missing = m_button->sizeHint().width() - room; missing > 0) {
        const QFontMetrics metrics = m_button->fontMetrics();
        m_button->setText(metrics.elidedText(m_name, Qt::ElideRight, metrics.horizontalAdvance(m_name) - missing));
    }
    m_button->setGeometry(2, 1, std::clamp(m_button->sizeHint().width(), kLeast, room), height() - 2);
}

void PaneHeader::resizeEvent(QResizeEvent* event)
{
    placeButton();
    QWidget::resizeEvent(event);
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
