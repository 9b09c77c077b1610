// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps one document's reconstruction up with its codes: asks the engine for a decode of every new revision and hands
// what comes back, previews and exact pictures, to the document. Where exact pictures take long, they wait for the end of
// a stroke, and only previews follow it. Lives on the GUI thread, no longer than engine and document.
#pragma once

#include <QObject>
#include <QString>

#include <chrono>
#include <memory>

namespace tessera::core {
struct Picture;
}

namespace tessera::app {

class Document;
class Engine;

class DecodeFollower : public QObject {
    Q_OBJECT
public:
    /// `documentId` is what the engine's signals call the document. Asks at once if the document has codes that are
    /// not decoded yet.
    DecodeFollower(Engine& engine, quint64 documentId, Document& document, QObject* parent = nullptr);

    /// Is a decode of the newest codes on its way? (What Canvas::setDecoding wants to know.)
    bool isWaiting() const { return m_waiting; }
    /// How long the newest shown decode took, in milliseconds; 0 before the first.
    double milliseconds() const { return m_milliseconds; }

    /// Decodes that take longer than this would always be late for whoever paints on.
    static constexpr std::chrono::milliseconds kLong{2000};
    /// For tests: another limit.
    void setLong(std::chrono::milliseconds from) { m_long = from; }

    /// Asks for a decode of the codes as they are, for instance after a failure or a cancel.
    void request();
    /// The same though it sleeps: somebody waits for the picture of a document that nobody sees.
    void insist();
    /// One that sleeps asks for nothing, but takes what was asked for before; when it wakes, it asks for what its document
    /// lacks. For documents that nobody sees.
    void setAwake(bool awake);

signals:
    /// The first time that exact pictures wait for the end of a stroke.
    void heldBack();
    void waitingChanged(bool waiting);

private:
    void follow();
    void take(quint64 document, quint64 revision, const std::shared_ptr<const core::Picture>& picture,
              double milliseconds);
    void ask();
    void giveUp(quint64 document, quint64 request);
    void setWaiting(bool waiting);

    Engine& m_engine;
    quint64 m_id;
    Document& m_document;
    quint64 m_asked = 0;   ///< revision of the newest request
    quint64 m_request = 0; ///< its number
    bool m_waiting = false;
    std::chrono::milliseconds m_long = kLong;
    bool m_heldBack = false; ///< ever
    bool m_isAwake = true;
    bool m_missedDevice = false; ///< another device was opened while it slept
    double m_milliseconds = 0, m_millisecondsBefore = 0;
};

} // namespace tessera::app
