// SPDX-License-Identifier: GPL-3.0-or-later
// The open documents in the order of their tabs, and which of them is in front. Owns them; knows nothing of what is
// done with them.
#pragma once

#include "app/documents/open_document.h"

#include <QObject>

#include <memory>
#include <vector>

namespace tessera::app {

class DocumentList : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    const std::vector<std::unique_ptr<OpenDocument>>& all() const { return m_all; }
    OpenDocument* current() const { return m_current; } ///< null: none is in front
    OpenDocument* find(quint64 id) const;               ///< null: none is open by this number
    OpenDocument* find(const Document* document) const;

    /// At the end, behind the one in front.
    OpenDocument& add(std::unique_ptr<OpenDocument> opened);
    void setCurrent(OpenDocument* opened); ///< one of the list, or null
    void move(OpenDocument& opened, int place);
    /// Behind it comes the one that was in front before it. It is destroyed when all have heard of that.
    void remove(OpenDocument& opened);

signals:
    void changed(); ///< one more is open, or one fewer, or in another order
    void currentChanged();

private:
    std::vector<std::unique_ptr<OpenDocument>> m_all;
    OpenDocument* m_current = nullptr;
    std::vector<OpenDocument*> m_lastInFront; ///< newest last
};

} // namespace tessera::app
