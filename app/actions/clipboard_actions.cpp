// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions/connect_actions.h"

#include "app/canvas/canvas.h"
#include "app/canvas/floating_paste.h"
#include "app/codes/code_clipboard.h"
#include "app/codes/code_edits.h"
#include "app/pictures/overlay_encoder.h"
#include "app/pictures/painted_pixels.h"
#include "app/pictures/picture_paster.h"
#include "app/session.h"
#include "app/window/opener.h"
#include "core/edit/region_sets.h"

#include <QPointer>

#include <utility>
#include <vector>

namespace tessera::app {
namespace {

void floatCodes(Canvas& canvas, Document& document, const core::CodeBlock& block, const QImage& look)
{
    const auto land = [document = QPointer<Document>(&document), block](core::Cell corner) {
        if (document)
            putBlock(*document, block, corner, ActionSet::tr("Paste"));
    };
    canvas.floating().begin({.block = block, .look = look}, land);
}

void floatPicture(Canvas& canvas, Document& document, const QImage& picture, const core::Region& cells)
{
    const core::CellRect& box = cells.bounds;
    core::CodeBlock shape{box.rows, box.cols, std::vector<std::int32_t>(cells.mask.size()), cells.mask};
    const auto land = [document = QPointer<Document>(&document), picture, cells](core::Cell corner) {
        if (!document)
            return;
        core::Region there = core::moved(cells, corner.row, corner.col, document->grid());
        if (there.isEmpty())
            return;
        document->painted().put({picture, corner, std::move(there), ActionSet::tr("Paste Picture"), true},
                                static_cast<int>(document->model()->factor()));
    };
    canvas.floating().begin({.block = std::move(shape), .hasCodes = false, .look = picture}, land);
}

/// What is put down now would be swept away when the codes come.
bool mustWait(Session& session, CodeClipboard& clipboard)
{
    if (!session.isEncodingAnew())
        return false;
    emit clipboard.noticed(ActionSet::tr("%1 is being encoded. Paste again when its codes are there.")
                               .arg(session.document()->title()));
    return true;
}

} // namespace

void connectClipboardActions(ActionSet& actions, const Workspace& work)
{
    Session& session = work.session;
    Canvas& canvas = work.canvas;
    CodeClipboard& clipboard = work.clipboard;
    auto* encoder = new OverlayEncoder(session, &clipboard);
    auto* pictures = new PicturePaster(&clipboard);
    QObject::connect(encoder, &OverlayEncoder::done, &clipboard, &CodeClipboard::done);
    QObject::connect(encoder, &OverlayEncoder::failed, &clipboard, &CodeClipboard::failed);
    QObject::connect(pictures, &PicturePaster::failed, &clipboard, &CodeClipboard::failed);
    actions.on("cut", &clipboard, [&clipboard] { clipboard.cut(); });
    actions.on("copy", &clipboard, [&clipboard] { clipboard.copy(); });
    actions.on("paste", &clipboard, [&clipboard, &session, &opener = work.opener] {
        if (CodeClipboard::holdsCodes() && mustWait(session, clipboard))
            return;
        if (session.document() && session.document()->hasCodes() && CodeClipboard::holdsCodes())
            clipboard.paste();
        else
            opener.paste();
    });
    QObject::connect(&clipboard, &CodeClipboard::codesPasted, &actions,
                     [&actions, &canvas, &session](const core::CodeBlock& block, const QImage& look) {
                         actions.guard([&] { floatCodes(canvas, *session.document(), block, look); });
                     });
    QObject::connect(&clipboard, &CodeClipboard::picturePasted, &actions,
                     [&actions, &canvas, &session](const QImage& picture, const core::Region& cells) {
                         actions.guard([&] { floatPicture(canvas, *session.document(), picture, cells); });
                     });
    QObject::connect(pictures, &PicturePaster::ready, &actions,
                     [&actions, &canvas, &session](Document& into, const QImage& picture, const core::Region& cells) {
                         if (&into == session.document())
                             actions.guard([&] { floatPicture(canvas, into, picture, cells); });
                     });
    actions.on("paste-picture", pictures, [pictures, &session, &clipboard] {
        if (session.document() && !mustWait(session, clipboard))
            pictures->paste(*session.document());
    });
    actions.on("place-picture", pictures, [pictures, &session, &opener = work.opener] {
        opener.choosePicture(ActionSet::tr("Place a Picture"),
                             [pictures, into = QPointer<Document>(session.document())](const QString& path) {
                                 if (into)
                                     pictures->read(path, *into);
                             });
    });
    const auto refresh = [&actions, &session] {
        const bool canPaint = session.document() && session.document()->hasCodes();
        for (const char* id : {"paste-picture", "place-picture"})
            actions.at(id).setEnabled(canPaint);
    };
    // openingChanged follows when codes have come.
    QObject::connect(&session, &Session::documentChanged, &actions, refresh);
    QObject::connect(&session, &Session::openingChanged, &actions, refresh);
    refresh();
}

} // namespace tessera::app
