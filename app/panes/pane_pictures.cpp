// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/pane_pictures.h"

#include "app/panes/error_map.h"
#include "app/pictures/picture_files.h"

#include <QPainter>

#include <utility>

namespace tessera::app {
namespace {

/// What a model has seen or made is opaque, whatever its fourth channel says.
QImage opaque(const core::Picture& picture) { return toImage(picture).convertToFormat(QImage::Format_RGB32); }

/// Transparent parts as the model will get them.
QImage onWhite(const core::Picture& picture)
{
    QImage image(picture.width, picture.height, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter(&image).drawImage(0, 0, toImage(picture));
    return image;
}

/// The pixels of `rect` anew.
PaneChange partChange(const PaneContent& content, const QRect& rect, const PanePictures& made)
{
    PaneChange change;
    change.rect = rect;
    if (rect.isEmpty())
        return change;
    const core::Picture piece = content.reconstruction.cut(rect);
    change.reconstruction = made.reconstruction.patch(rect.topLeft(), opaque(piece));
    if (!made.error.isEmpty())
        change.error =
            made.error.patch(rect.topLeft(), errorImage(cut(*content.input, rect), piece, content.errorRange));
    return change;
}

} // namespace

PaneChange changeTo(const PaneContent& content, const PaneContent& before, const PanePictures& made)
{
    const ShownPicture& now = content.reconstruction;
    const bool sameInput = content.input == before.input && content.isOriginal == before.isOriginal;
    const bool sameWhole = now.whole == before.reconstruction.whole;
    // Where a part lay that has gone, the whole shows again.
    const QRect part = now.partRect() | (sameWhole ? before.reconstruction.partRect() : QRect());
    const bool sameUnquantized = content.unquantized == before.unquantized;
    if (sameInput && sameWhole && sameUnquantized && now.whole && content.errorRange == before.errorRange)
        return partChange(content, part, made);

    PanePictures all = made;
    if (!sameInput)
        all.input = !content.input     ? Mipmap()
            : content.isOriginal ? Mipmap(onWhite(*content.input))
                                 : Mipmap(opaque(*content.input));
    if (!sameUnquantized)
        all.unquantized = content.unquantized ? Mipmap(opaque(*content.unquantized)) : Mipmap();
    if (!now.whole) {
        all.reconstruction = {};
        all.error = {};
        return {.pictures = std::move(all)};
    }
    if (!sameWhole)
        all.reconstruction = Mipmap(opaque(*now.whole));
    all.error = content.input ? Mipmap(errorImage(*content.input, *now.whole, content.errorRange)) : Mipmap();
    apply(partChange(content, part, all), all);
    return {.pictures = std::move(all)};
}

void apply(PaneChange change, PanePictures& pictures)
{
    if (change.pictures)
        pictures = *std::move(change.pictures);
    pictures.reconstruction.paste(change.reconstruction);
    pictures.error.paste(change.error);
}

} // namespace tessera::app
