// SPDX-License-Identifier: GPL-3.0-or-later
// A dock that says something about the document in front: one sentence on top, a column that scrolls below. It looks at
// the document only while it is seen, and rests otherwise.
#pragma once

#include "app/documents/document.h"
#include "app/panels/panel_list.h"

#include <QPointer>
#include <QScrollArea>

class QLabel;
class QVBoxLayout;

namespace tessera::app {

/// Which codes something was found out about.
struct CodesVersion {
    quint64 document = 0; ///< as Session numbers them
    quint64 revision = 0;
    bool operator==(const CodesVersion&) const = default;
};

class AnalysisPanel : public QScrollArea {
    Q_OBJECT
public:
    /// What is concluded about this picture.
    QString sentence() const;

protected:
    /// `dock` tells when the panel is seen.
    AnalysisPanel(const PanelContext& context, QWidget* dock);

    /// Shows what is known and asks for the rest. Called while the panel is seen, when something about the document may
    /// have changed.
    virtual void look() = 0;
    virtual void rest() {} ///< nobody sees it any more
    void lookAgain();        ///< where it is seen

    Session& session() const { return m_session; }
    Document* document() const { return m_document; } ///< null: none is in front
    /// Are there codes whose decode is there? Then what is found out is about the codes as they are.
    bool isDocumentExact() const;
    CodesVersion codesVersion() const; ///< of the document in front; zeros without one
    bool isSeen() const { return m_isSeen; }
    void say(const QString& sentence, bool isCurrent = true); ///< grey where it is about older codes
    QVBoxLayout& column() { return *m_column; }

private:
    void watchDocument();

    Session& m_session;
    QPointer<Document> m_document;
    bool m_isSeen = false; ///< not behind another tab either
    QLabel* m_sentence;
    QVBoxLayout* m_column;
};

} // namespace tessera::app
