// SPDX-License-Identifier: GPL-3.0-or-later
// What waits for the exact decode of a document: exports and copies, also for pixels that will be codes, and such pixels
// for the reconstruction that they lie on. Each waits for its own document, also while another one is in front. Lives on
// the GUI thread.
#pragma once

#include <QObject>
#include <QPointer>

#include <deque>
#include <functional>

namespace tessera::app {

class Document;
class Session;

class ExactQueue : public QObject {
    Q_OBJECT
public:
    explicit ExactQueue(Session& session, QObject* parent = nullptr);

    using Take = std::function<void(Document&)>;
    enum class Of {
        codes,   ///< the decode of the codes as they are
        allOfIt, ///< also of the pixels that wait to be codes
    };
    /// Runs `take` once the document's reconstruction is exact; at once where it is so. Asks for that decode where
    /// nobody has. Where it does not come, lost() says so.
    void add(Document& document, Of of, Take take);

    bool isEmpty() const { return m_waiting.empty(); }
    bool clear(); ///< was there something?

signals:
    void changed();
    /// The decode failed or was stopped, or the document was closed.
    void lost(const QString& title);
    void failed(const QString& message); ///< what `take` threw

private:
    struct Entry {
        QPointer<Document> document;
        QString title;
        Of of = Of::codes;
        Take take;
        quint64 insisted = 0; ///< revision that was asked for though the document is not in front
    };
    enum class State { waits, ready, lost };
    State stateOf(Entry& entry) const;
    void look();

    Session& m_session;
    std::deque<Entry> m_waiting;
    bool m_isLooking = false;
};

} // namespace tessera::app
