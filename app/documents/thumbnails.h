// SPDX-License-Identifier: GPL-3.0-or-later
// Small pictures of the open documents: what their codes draw, or before that the original. Made on a worker, one at a
// time and with pauses, so that painting does not wait for them.
#pragma once

#include <QFutureWatcher>
#include <QHash>
#include <QImage>
#include <QObject>
#include <QSet>
#include <QTimer>

namespace tessera::app {

class Document;
class Session;

class Thumbnails : public QObject {
    Q_OBJECT
public:
    static constexpr int kSide = 256; ///< the longer one, in pixels

    explicit Thumbnails(Session& session, QObject* parent = nullptr);

    QImage of(const Document* document) const; ///< null until it is made

signals:
    void changed(const tessera::app::Document* document);

private:
    void watchDocuments();
    void mark(Document* document);
    void next();

    Session& m_session;
    QHash<const Document*, QImage> m_made;
    QSet<const Document*> m_stale;
    const Document* m_underWay = nullptr;
    QTimer m_pause;
    QFutureWatcher<QImage> m_worker;
};

} // namespace tessera::app
