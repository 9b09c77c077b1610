// SPDX-License-Identifier: GPL-3.0-or-later
// What a panel has the engine find out about codes by decoding again and again: the newest request counts, and its result
// stays until another one or forget(). Lives on the GUI thread.
#pragma once

#include "app/engine/engine.h"

#include <QObject>
#include <QString>

#include <any>
#include <memory>

namespace tessera::app {

class Study : public QObject {
    Q_OBJECT
public:
    /// `engine` outlives it.
    explicit Study(Engine& engine, QObject* parent = nullptr);
    ~Study() override;

    /// In place of what runs. The older result stays until the new one is there.
    void start(std::shared_ptr<const core::VqModel> model, Engine::Study compute);
    void stop();
    void forget(); ///< and stops

    bool isRunning() const { return m_request != 0; }
    double fraction() const { return m_fraction; } ///< of what runs, 0..1
    /// Null before the first. `Result` is what `compute` returns.
    template <class Result>
    const Result* result() const
    {
        return std::any_cast<Result>(&m_result);
    }
    QString problem() const { return m_problem; } ///< why the newest request failed

signals:
    void changed();

private:
    Engine& m_engine;
    const quint64 m_who;
    quint64 m_request = 0; ///< of the engine; 0 while nothing runs
    double m_fraction = 0;
    std::any m_result;
    QString m_problem;
};

} // namespace tessera::app
