// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/picture_card.h"

#include "app/pictures/picture_files.h"
#include "app/window/plain_text.h"
#include "app/window/theme.h"

#include <QFile>
#include <QFileInfo>
#include <QPainter>
#include <QPainterPath>
#include <QtConcurrentRun>

#include <new>

namespace tessera::app {
namespace {

constexpr int kLargest = 400; ///< of a thumbnail's sides
constexpr double kShape = 0.72; ///< height to width
constexpr int kNameHeight = 26;

QImage thumbnailOf(const QString& path)
{
    try {
        const QImage image = toImage(readPicture(QFile::encodeName(path).toStdString()).picture);
        return image.scaled(kLargest, kLargest, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    } catch (const std::exception&) {
        return {}; // opening it will say why
    }
}

} // namespace

PictureCard::PictureCard(QString path, QWidget* parent) : QAbstractButton(parent), m_path(std::move(path))
{
    const QString name = QFileInfo(m_path).completeBaseName();
    setText(name);
    setToolTip(plainToolTip(tr("Open %1").arg(name)));
    setAccessibleName(tr("Open %1").arg(name));
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&m_reader, &QFutureWatcherBase::finished, this, [this] {
        m_thumbnail = m_reader.result();
        update();
    });
    m_reader.setFuture(QtConcurrent::run(thumbnailOf, m_path));
}

QSize PictureCard::sizeHint() const
{
    return {122, heightForWidth(122)};
}

QSize PictureCard::minimumSizeHint() const
{
    return {72, heightForWidth(72)};
}

int PictureCard::heightForWidth(int width) const
{
    return static_cast<int>(width * kShape) + kNameHeight;
}

QRect PictureCard::pictureRect() const
{
    return rect().adjusted(2, 2, -2, -kNameHeight);
}

void PictureCard::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const QRectF frame = pictureRect();
    QPainterPath shape;
    shape.addRoundedRect(frame, 7, 7);
    painter.save();
    painter.setClipPath(shape);
    painter.fillRect(frame, lineColour(palette()));
    if (!m_thumbnail.isNull()) {
        QSizeF part = frame.size().scaled(m_thumbnail.size(), Qt::KeepAspectRatio);
        const QPointF corner((m_thumbnail.width() - part.width()) / 2, (m_thumbnail.height() - part.height()) / 2);
        painter.drawImage(frame, m_thumbnail, QRectF(corner, part));
    }
    if (isDown())
        painter.fillRect(frame, QColor(0, 0, 0, 60));
    painter.restore();
    if (hasFocus() || underMouse()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 2.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(frame.adjusted(-.5, -.5, .5, .5), 7.5, 7.5);
    }
    painter.setPen(palette().color(QPalette::WindowText));
    const QRect name(0, height() - kNameHeight + 4, width(), kNameHeight - 4);
    painter.drawText(name, Qt::AlignCenter, painter.fontMetrics().elidedText(text(), Qt::ElideMiddle, width()));
}

} // namespace tessera::app
