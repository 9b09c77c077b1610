// SPDX-License-Identifier: GPL-3.0-or-later
// Waits until the document in front has the exact decode of its codes as they are, and then does one thing. Asks for that
// decode where nobody has. Lives on the GUI thread.
#pragma once

#include <QObject>
#include <QPointer>

#include <functional>
#include <optional>

namespace tessera::app {

class Document;
class Session;

class ExactWait : public QObject {
    Q_OBJECT
public:
    explicit ExactWait(Session& session, QObject* parent = nullptr);

    using Take = std::function<void(Document&)>;
    /// Runs `take` with the document in front, perhaps at once. The newest counts. Nothing without codes.
    void start(Take take);
    bool isWaiting() const { return m_take.has_value(); }
    void cancel();

signals:
    void waitingChanged();
    void gaveUp();      ///< the decode does not come: it failed or was stopped
    void interrupted(); ///< another document came to the front
    void failed(const QString& message); ///< what `take` threw

private:
    void watchDocument();
    void look();

    Session& m_session;
    QPointer<Document> m_document;
    std::optional<Take> m_take;
};

} // namespace tessera::app
