// SPDX-License-Identifier: GPL-3.0-or-later
// The ways out: one document, or all of them with the window. Asks before edits are lost.
#pragma once

#include <QObject>

#include <functional>

class QWidget;

namespace tessera::app {

class Document;
class Session;

class Closer : public QObject {
    Q_OBJECT
public:
    Closer(QWidget& window, Session& session);

    void close(Document* document); ///< nothing for null
    /// Are there edits to lose anywhere? Then asks once for all of them, and `then` follows when that is agreed.
    bool asksBeforeLeaving(std::function<void()> then);

private:
    QWidget& m_window;
    Session& m_session;
};

} // namespace tessera::app
