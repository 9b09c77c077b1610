// SPDX-License-Identifier: GPL-3.0-or-later
// The open documents as tabs, the start page first. A click shows one, a drag gives it another place, a middle click or its
// cross asks to close it; a star marks edits that are not saved. Hidden while nothing is open.
#pragma once

#include <QKeySequence>
#include <QTabBar>

namespace tessera::app {

class Document;
class Session;

class DocumentTabs : public QTabBar {
    Q_OBJECT
public:
    explicit DocumentTabs(Session& session, QWidget* parent = nullptr);

    int tabOf(const Document* document) const; ///< 0, the start page, for null
    void setCloseKey(const QKeySequence& key); ///< what the crosses say beside what they do; empty: none
    void showNext(int steps); ///< the next document, or the one before; round at the ends

signals:
    void closeAsked(tessera::app::Document* document);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    void listDocuments();
    void showCurrent();
    void takeMove(int from, int to);
    void name(int tab);
    QWidget* makeCross(Document* document);
    QString crossTip() const;
    Document* documentAt(int tab) const;

    Session& m_session;
    QKeySequence m_closeKey;
    QList<Document*> m_documents; ///< of the tabs behind the first
    int m_pressed = -1;           ///< by the middle button
    int m_grip = 0;               ///< how far from its left edge a tab is dragged, in pixels
    int m_startTab = 0;           ///< whose place is the first, but for a moment
    bool m_follows = false;       ///< a change that comes from the session, not from a person
};

} // namespace tessera::app
