// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/closer.h"

#include "app/dialogs/discard_question.h"
#include "app/session.h"

#include <QPointer>
#include <QWidget>

#include <algorithm>
#include <utility>

namespace tessera::app {

Closer::Closer(QWidget& window, Session& session) : QObject(&window), m_window(window), m_session(session) {}

void Closer::close(Document* document)
{
    if (!document)
        return;
    if (document->isModified())
        m_session.setCurrent(document); // the question is about what is in sight
    askToDiscard(m_window, {document}, [this, asked = QPointer(document)] { m_session.close(asked); });
}

bool Closer::asksBeforeLeaving(std::function<void()> then)
{
    const QList<Document*> documents = m_session.documents();
    if (std::ranges::none_of(documents, &Document::isModified))
        return false;
    askToDiscard(m_window, documents, std::move(then));
    return true;
}

} // namespace tessera::app
