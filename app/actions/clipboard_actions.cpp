// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions/connect_actions.h"

#include "app/canvas/canvas.h"
#include "app/canvas/floating_paste.h"
#include "app/code_clipboard.h"
#include "app/code_edits.h"
#include "app/overlay_encoder.h"
#include "app/session.h"
#include "app/window/opener.h"

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

void floatPicture(Canvas& canvas, OverlayEncoder& encoder, const QImage& picture, const core::Region& cells)
{
    const core::CellRect& box = cells.bounds;
    core::CodeBlock shape{box.rows, box.cols, std::vector<std::int32_t>(cells.mask.size()), cells.mask};
    const auto land = [&encoder, picture, cells](core::Cell corner) {
        encoder.lay(picture, corner, cells, ActionSet::tr("Paste Picture"));
    };
    canvas.floating().begin({.block = std::move(shape), .hasCodes = false, .look = picture}, land);
}

} // namespace

void connectClipboardActions(ActionSet& actions, const Workspace& work)
{
    Session& session = work.session;
    Canvas& canvas = work.canvas;
    CodeClipboard& clipboard = work.clipboard;
    auto* encoder = new OverlayEncoder(session, work.exporter, &clipboard);
    QObject::connect(encoder, &OverlayEncoder::done, &clipboard, &CodeClipboard::done);
    QObject::connect(encoder, &OverlayEncoder::failed, &clipboard, &CodeClipboard::failed);
    actions.on("cut", &clipboard, [&clipboard] { clipboard.cut(); });
    actions.on("copy", &clipboard, [&clipboard] { clipboard.copy(); });
    actions.on("paste", &clipboard, [&clipboard, &session, &opener = work.opener] {
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
                     [&actions, &canvas, encoder](const QImage& picture, const core::Region& cells) {
                         actions.guard([&] { floatPicture(canvas, *encoder, picture, cells); });
                     });
}

} // namespace tessera::app
