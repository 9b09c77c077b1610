// SPDX-License-Identifier: GPL-3.0-or-later
// Which project files this program has open, so that two programs on one project know of each other: each file is held open
// and locked, which the system ends however the program ends. A file that was replaced since is noticed by that, too.
#pragma once

#include <QHash>
#include <QObject>
#include <QString>

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
    /// Why the document should not be saved to `path` yet; empty where nothing is to be said. Asked again, it is.
    QString objection(const Document* document, const QString& path);

signals:
    void shared(const QString& path); ///< another program has this project open

private:
    struct Claim {
        QString path;
        int descriptor = -1; ///< of the file as this program knows it; -1: there was none
    };
    void watchDocuments();
    void giveUp(const Document* document);
    bool take(const Document* document);
    static bool wasReplaced(const Claim& claim);

    Session& m_session;
    QHash<const Document*, Claim> m_claims;
};

} // namespace tessera::app
