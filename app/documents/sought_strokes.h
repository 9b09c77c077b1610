// SPDX-License-Identifier: GPL-3.0-or-later
// Strokes of a document whose codes take a search of the codebook. A thread searches, and what it finds is written in
// the order of the strokes: each begins at the codes that those before it have left, and is one undo step. What others
// change meanwhile is newer than the stroke and stays; undo or redo of other steps ends what is not written yet. A long
// search brings its cells little by little. Owned by the document, on the GUI thread.
#pragma once

#include "core/edit/code_block.h"
#include "core/edit/edit.h"
#include "core/edit/region.h"
#include "core/edit/searched_stroke.h"

#include <QFutureWatcher>
#include <QObject>
#include <QPointer>
#include <QString>

#include <deque>
#include <functional>
#include <memory>
#include <vector>

namespace tessera::core {
class CodeSearch;
}

namespace tessera::app {

class CodebookSearch;
class Document;

/// Makes what works out a stroke's codes, on the thread that searches.
using MakeStroke = std::function<std::unique_ptr<core::SearchedStroke>(core::CodeSearch&, core::IndexMap)>;

class SoughtStrokes : public QObject {
    Q_OBJECT
public:
    explicit SoughtStrokes(Document& document); ///< which owns it
    ~SoughtStrokes() override;

    /// Are there codes that have not been found yet?
    bool isWaiting() const;
    QString newestLabel() const; ///< of the newest stroke that waits; empty for none

    /// The next stroke, under a number of Document::newStroke().
    void begin(int id, const QString& label, CodebookSearch& search, MakeStroke make);
    bool has(int id) const;
    /// That stroke goes on, if it is there: along this way, over these cells. Of them, those that are selected now.
    void drag(int id, core::Cell from, core::Cell to, core::Region cells);
    void finish(int id); ///< no more of it comes
    void drop(int id);   ///< what is not written of it never will be
    /// Takes back the newest stroke that waits, with what is written of it unless another step has come after that; false
    /// where none does.
    bool takeBack();
    void clear(); ///< as drop(), of all

signals:
    void waitingChanged();

private:
    struct Way {
        core::Cell from, to;
        core::Region cells;
    };
    /// What the searching thread has of a stroke.
    struct Work {
        std::shared_ptr<core::CodeSearch> search;
        std::unique_ptr<core::SearchedStroke> stroke;
    };
    struct Stroke {
        int id = 0;
        QString label;
        QPointer<CodebookSearch> search;
        MakeStroke make;
        std::vector<Way> ways{}; ///< that nobody has searched for yet
        bool isFinished = false;
        std::shared_ptr<Work> work{}; ///< once it has begun
    };

    void next();
    void seek(Stroke& stroke);
    void abandon(); ///< what is searched for now
    void write(const core::CodeBlock& found);
    void noteEdit(const core::Edit& edit);
    void noteWaiting();

    Document& m_document;
    std::deque<Stroke> m_strokes; ///< oldest first; the first is the one that is searched for
    QFutureWatcher<core::CodeBlock> m_worker;
    bool m_isSeeking = false;
    core::Cell m_corner;   ///< of what is found
    core::Region m_cells;  ///< that get it
    bool m_isWriting = false;
    bool m_wasWaiting = false; ///< when waitingChanged() was last sent
};

} // namespace tessera::app
