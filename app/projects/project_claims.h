// SPDX-License-Identifier: GPL-3.0-or-later
// Which project files this program has open, so that two programs on one project know of each other: each file is held open
// and locked, which the system ends however the program ends. A file that was replaced since is noticed by that, too. Files
// may lie on a slow disk: a worker opens, locks and closes them, one after the other. Lives on the GUI thread.
#pragma once

#include <QFuture>
#include <QHash>
#include <QObject>
#include <QString>
#include <QThreadPool>

#include <functional>
#include <memory>

namespace tessera::app {

class Document;
class Session;

class ProjectClaims : public QObject {
    Q_OBJECT
public:
    explicit ProjectClaims(Session& session, QObject* parent = nullptr);
    ~ProjectClaims() override;

    /// The document's file is as this program has written it now.
    void claim(const Document* document);
    /// To be called by who is about to write the document to `path`, on a thread that may wait: why it should not be
    /// written yet, empty where nothing is to be said. Whoever is told so and claims it can write it the next time.
    std::function<QString()> objection(const Document* document, const QString& path) const;
    /// Is every open project claimed by now, and no other?
    bool isSettled() const { return m_underWay == 0; }

signals:
    void shared(const QString& path); ///< another program has this project open

private:
    class HeldFile;
    struct Claim {
        QString path;
        QFuture<std::shared_ptr<const HeldFile>> file; ///< as this program knows it; null: there was none
    };
    void watchDocuments();
    void giveUp(const Document* document);
    void take(const Document* document, bool tells);
    template <class Work>
    auto later(Work work);

    Session& m_session;
    QHash<const Document*, Claim> m_claims;
    int m_underWay = 0;
    QThreadPool m_pool; ///< of one, so that a file is let go of before it is held again
};

} // namespace tessera::app
