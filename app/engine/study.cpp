// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/study.h"

#include <utility>

namespace tessera::app {
namespace {

/// Documents are numbered from 1, surveys from 2^62.
quint64 newNumber()
{
    static quint64 s_last = quint64{1} << 61;
    return ++s_last;
}

} // namespace

Study::Study(Engine& engine, QObject* parent) : QObject(parent), m_engine(engine), m_who(newNumber())
{
    connect(&engine, &Engine::studying, this, [this](quint64 request, double fraction) {
        if (request != m_request)
            return;
        m_fraction = fraction;
        emit changed();
    });
    connect(&engine, &Engine::studied, this, [this](quint64 request, const std::any& result, const QString& problem) {
        if (request != m_request)
            return;
        m_request = 0;
        m_result = result;
        m_problem = problem;
        emit changed();
    });
}

Study::~Study()
{
    m_engine.disconnect(this);
    if (m_request != 0)
        m_engine.cancel(m_who); // without a word: who would hear it may be half gone
}

void Study::start(std::shared_ptr<const core::VqModel> model, Engine::Study compute)
{
    m_fraction = 0;
    m_problem.clear();
    m_request = m_engine.study(m_who, std::move(model), std::move(compute));
    emit changed();
}

void Study::stop()
{
    if (std::exchange(m_request, 0) == 0)
        return;
    m_engine.cancel(m_who);
    emit changed();
}

void Study::forget()
{
    stop();
    m_result.reset();
    m_problem.clear();
    emit changed();
}

} // namespace tessera::app
