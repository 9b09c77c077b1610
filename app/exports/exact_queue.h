// SPDX-License-Identifier: GPL-3.0-or-later
// What waits for the exact decode of a document, with all pixels that were painted: exports, copies. Each waits for its
// own document, also while another one is in front. Lives on the GUI thread.
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
    /// Runs `take` once the document's reconstruction is exact and no pixels wait to be codes; at once where it is so. Where that does not come, failed()
    /// says so.
    void add(Document& document, Take take);

    bool isEmpty() const { return m_waiting.empty(); }
    bool clear(); ///< was there something?

signals:
    void changed();
    void failed(const QString& message);

private:
    struct Entry {
        QPointer<Document> document;
        QString title;
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
