// SPDX-License-Identifier: GPL-3.0-or-later
// The open documents as a row of small pictures below the canvas; a click, or an arrow key, shows one. In sight where
// there are several, unless it is switched off.
#pragma once

#include <QListWidget>

namespace tessera::app {

class Document;
class Session;
class Thumbnails;

class Filmstrip : public QListWidget {
    Q_OBJECT
public:
    Filmstrip(Session& session, Thumbnails& thumbnails, QWidget* parent = nullptr);

    void setWanted(bool wanted); ///< by whoever may switch it off

protected:
    void changeEvent(QEvent* event) override;

private:
    void listDocuments();
    void showCurrent();
    void refresh(const Document* document);
    void fitHeight();
    Document* documentAt(int row) const;

    Session& m_session;
    Thumbnails& m_thumbnails;
    QList<Document*> m_documents; ///< of the rows
    bool m_isWanted = true;
    bool m_follows = false; ///< a change that comes from the session, not from a person
};

} // namespace tessera::app
