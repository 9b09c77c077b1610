// SPDX-License-Identifier: GPL-3.0-or-later
// Polishes the codes of a document: the same number of bits, a better picture. The engine looks for better codes while
// nothing else is to be done; what it has found when it ends, by itself or not, becomes one step of undo. Where the
// codes were changed meanwhile, it is dropped. Lives on the GUI thread.
#pragma once

#include "core/analysis/polish.h"

#include <QObject>
#include <QPointer>
#include <QString>

#include <memory>

namespace tessera::app {

class Document;
class Session;

class Polisher : public QObject {
    Q_OBJECT
public:
    enum class Ending {
        none,        ///< nothing was polished yet, or it runs
        done,
        stopped,     ///< by a person, or by other work for the device; what was gained is kept
        overtaken,   ///< the codes were changed meanwhile, or are gone; nothing is kept
        failed,
    };

    explicit Polisher(Session& session, QObject* parent = nullptr);

    /// Polishes the selected cells, or all. Nothing while it runs, and without codes.
    void start(Document& document, int candidates, int passes);
    void stop();

    bool isRunning() const { return m_request != 0; }
    /// Of the run under way, or else of the last one; null while nothing is known of it.
    const std::unique_ptr<core::PolishState>& state() const { return m_state; }
    Ending ending() const { return m_ending; }
    QString problem() const { return m_problem; } ///< why it failed
    QString title() const { return m_title; } ///< of the document
    std::int64_t cells() const { return m_cells; } ///< that may change

signals:
    void changed();

private:
    void take(const std::shared_ptr<const core::PolishResult>& result, const QString& problem);
    void overtake();
    void end(Ending ending);

    Session& m_session;
    QPointer<Document> m_document;
    quint64 m_request = 0; ///< of the engine; 0 while nothing runs
    core::Region m_region; ///< the cells that may change
    std::unique_ptr<core::PolishState> m_state;
    Ending m_ending = Ending::none;
    QString m_problem, m_title;
    std::int64_t m_cells = 0;
};

} // namespace tessera::app
