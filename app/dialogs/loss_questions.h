// SPDX-License-Identifier: GPL-3.0-or-later
// Questions before something is lost: edits that are nowhere else, recovered work, a file that would be replaced.
#pragma once

#include <QList>

#include <functional>

class QWidget;

namespace tessera::app {

class Document;

/// Calls `then` at once where there is nothing to lose, otherwise when the person agrees: one question for all of them.
/// Null pointers count for nothing. Returns at once; a question that is asked already gives way to the newer one.
/// `save`, where there is one, is offered instead.
void askToDiscard(QWidget& window, const QList<Document*>& documents, std::function<void()> then,
                  std::function<void()> save = {});

/// The same of work that was recovered and is saved nowhere: `title` says which.
void askToDiscardRecovered(QWidget& window, const QString& title, std::function<void()> then);

/// The same of a file that is there and would be replaced.
void askBeforeReplacing(QWidget& window, const QString& path, std::function<void()> then);

} // namespace tessera::app
