// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/icons.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

// Resources of a static library must be asked for, or the linker leaves them out. Not inside a namespace.
static void initIcons()
{
    Q_INIT_RESOURCE(icons);
}

namespace tessera::app {
namespace {

class StrokeIcon : public QIconEngine {
public:
    explicit StrokeIcon(QString name) : m_name(std::move(name)) {}

    QIconEngine* clone() const override { return new StrokeIcon(m_name); }
    QString key() const override { return QStringLiteral("tessera-stroke"); }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        QByteArray svg = source();
        svg.replace("currentColor", colour(mode).name(QColor::HexRgb).toLatin1());
        QSvgRenderer renderer(svg);
        painter->save();
        painter->setOpacity(painter->opacity() * colour(mode).alphaF());
        renderer.render(painter, rect);
        painter->restore();
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        if (size.isEmpty())
            return {};
        const QString cached = QStringLiteral("%1-%2-%3x%4").arg(m_name, colour(mode).name(QColor::HexArgb))
                                   .arg(size.width()).arg(size.height());
        QPixmap pixmap;
        if (!QPixmapCache::find(cached, &pixmap)) {
            pixmap = QPixmap(size);
            pixmap.fill(Qt::transparent);
            QPainter painter(&pixmap);
            paint(&painter, pixmap.rect(), mode, state);
            painter.end();
            QPixmapCache::insert(cached, pixmap);
        }
        return pixmap;
    }

private:
    static QColor colour(QIcon::Mode mode)
    {
        const QPalette palette = QApplication::palette();
        switch (mode) {
        case QIcon::Disabled: return palette.color(QPalette::Disabled, QPalette::WindowText);
        case QIcon::Selected: return palette.color(QPalette::HighlightedText);
        case QIcon::Normal:
        case QIcon::Active: break;
        }
        return palette.color(QPalette::Active, QPalette::WindowText);
    }

    QByteArray source() const
    {
        QFile file(QStringLiteral(":/icons/%1.svg").arg(m_name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QString m_name;
};

} // namespace

QIcon icon(const QString& name)
{
    initIcons();
    return name.isEmpty() ? QIcon() : QIcon(new StrokeIcon(name));
}

QIcon applicationIcon()
{
    initIcons();
    return QIcon(QStringLiteral(":/icons/tessera.svg"));
}

} // namespace tessera::app
