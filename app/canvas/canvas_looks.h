// SPDX-License-Identifier: GPL-3.0-or-later
// What the panes show beside the pictures of the document: the colours of the codes, what each decodes to, and what the
// encoder said before anything was quantized. The last is computed only while a pane or an overlay shows it.
#pragma once

#include <QObject>

namespace tessera::app {

class Canvas;
class CodeLooks;
class ErrorMeter;
class Overlays;
class Session;
class Unquantized;
struct ExportLooks;

class CanvasLooks : public QObject {
    Q_OBJECT
public:
    /// All of them outlive it.
    CanvasLooks(Session& session, CodeLooks& looks, Overlays& overlays, Unquantized& unquantized, ErrorMeter& errors,
                Canvas& canvas, QObject* parent = nullptr);

    /// As the panes show them now, for exports.
    ExportLooks exportLooks() const;

private:
    void connectCodes(Session& session);
    void connectUnquantized();
    void tellWanted();

    CodeLooks& m_looks;
    Overlays& m_overlays;
    Unquantized& m_unquantized;
    ErrorMeter& m_errors;
    Canvas& m_canvas;
};

} // namespace tessera::app
