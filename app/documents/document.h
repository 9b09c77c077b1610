// SPDX-License-Identifier: GPL-3.0-or-later
// One open picture: the original, the model's view of it, the codes as encoded, the codes now and the newest
// reconstruction. Codes that came without a picture are a document too: there is no original then, and nothing that the
// model has seen. The only holder of that state. Lives on the GUI thread.
//
// The index map changes through apply() alone; each change makes a new revision. A reconstruction belongs to the
// revision it was decoded from, and is dropped when it is older than the newest there is. What is shown may be ahead of
// it by an approximate preview; what is measured, copied or exported never is.
#pragma once

#include "app/documents/shown_picture.h"
#include "app/documents/view.h"
#include "core/edit/edit.h"
#include "core/edit/history.h"
#include "core/index_map.h"
#include "core/model/preprocess.h"
#include "core/model/vq_model.h"
#include "core/picture.h"

#include <QObject>
#include <QSize>
#include <QString>
#include <QUndoStack>

#include <memory>
#include <vector>

namespace tessera::core {
struct Project;
}

namespace tessera::app {

class PaintedPixels;
class SoughtStrokes;

class Document : public QObject {
    Q_OBJECT
public:
    /// `title` is what tabs and titles show; `path` is empty for pasted pictures. `original` is null for codes alone,
    /// which restore() brings.
    Document(QString title, QString path, std::shared_ptr<const core::Picture> original, QObject* parent = nullptr);
    ~Document() override;

    QString title() const { return m_title; }
    QString path() const { return m_path; }
    const std::shared_ptr<const core::Picture>& original() const { return m_original; } ///< null: codes alone
    bool hasPicture() const { return m_original != nullptr; }
    /// Of the original, or what the codes alone decode to, in pixels.
    QSize pictureSize() const;
    /// The bytes of the picture's file; null for pictures without one.
    using Bytes = std::vector<std::byte>;
    const std::shared_ptr<const Bytes>& source() const { return m_source; }
    void setSource(std::shared_ptr<const Bytes> source) { m_source = std::move(source); }
    /// Where it is saved as a project; empty: nowhere yet. Its file's name becomes the title.
    QString projectPath() const { return m_projectPath; }
    void setProjectPath(const QString& path);
    /// Its project, or else its picture; empty where it has neither.
    QString file() const { return m_projectPath.isEmpty() ? m_path : m_projectPath; }

    /// A project whose model is not there: its codes can be seen, but not painted. Null otherwise.
    const std::shared_ptr<const core::Project>& waitingProject() const { return m_waiting; }
    void setWaitingProject(std::shared_ptr<const core::Project> project);
    /// What the Codes pane shows: codes(), or those of a project that waits for its model.
    const core::IndexMap& visibleCodes() const;
    /// Sides of a cell in picture pixels; 0 while there are no codes to be seen.
    int cellSide() const;

    /// Null until a model has encoded the picture; everything below is empty until then.
    const std::shared_ptr<const core::VqModel>& model() const { return m_model; }
    bool hasCodes() const { return m_model != nullptr; }
    const core::Preparation& preparation() const { return m_preparation; }
    /// The picture as the model sees it (model size); null where there is none.
    const std::shared_ptr<const core::Picture>& seen() const { return m_seen; }
    const core::IndexMap& encodedCodes() const { return m_encodedCodes; }
    const core::IndexMap& codes() const { return m_codes; }
    core::CellRect grid() const { return m_codes.grid(); }
    /// Counts every change of codes() since the document was made.
    quint64 revision() const { return m_revision; }

    /// The newest decode in model size, not clamped; null before the first.
    const std::shared_ptr<const core::Picture>& reconstruction() const { return m_reconstruction; }
    quint64 reconstructionRevision() const { return m_reconstructionRevision; }
    /// Is the reconstruction the decode of exactly the codes as they are?
    bool isExact() const { return m_reconstruction && m_reconstructionRevision == m_revision; }

    /// What is to be seen: the reconstruction, or where that is older, the newest preview.
    const ShownPicture& shown() const { return m_shown; }
    /// Does the shown picture stand for the codes as they are, but only about?
    bool isApproximate() const { return !isExact() && m_shown.whole && m_shown.revision == m_revision; }

    /// The cells that edits are confined to; empty: nothing is selected, and edits go everywhere.
    const core::Region& selection() const { return m_selection; }

    /// What lies over the reconstruction until it is codes.
    PaintedPixels& painted() { return *m_painted; }
    const PaintedPixels& painted() const { return *m_painted; }
    /// Strokes whose codes are still looked for.
    SoughtStrokes& sought() { return *m_sought; }
    const SoughtStrokes& sought() const { return *m_sought; }
    /// Will there be more codes soon, of pixels or of strokes?
    bool hasMoreComing() const;

    /// Where the panes looked when this document was last in front.
    const View& view() const { return m_view; }
    void setView(const View& view) { m_view = view; }

    QUndoStack& undoStack() { return m_undoStack; }
    const QUndoStack& undoStack() const { return m_undoStack; }
    /// What the history may take in memory; beyond that the oldest steps are forgotten, but never the newest.
    static constexpr std::size_t kHistoryBytes = std::size_t{64} << 20;
    void setHistoryLimit(std::size_t bytes);
    /// Has anything come, or gone, since it was saved that would be missed? Selections alone would not.
    bool isModified() const;

    /// The encoder's result under a (new) model. Clears the undo history, which belongs to the old codes.
    void setEncoded(std::shared_ptr<const core::VqModel> model, core::Prepared prepared, core::IndexMap codes);
    /// What a project holds, under its model; `state` must fit the history, and all codes the model. What can be undone
    /// can be undone again. `isSaved`: it is as its file is.
    void restore(std::shared_ptr<const core::VqModel> model, core::Prepared prepared, const core::Project& project,
                 bool isSaved);

    /// A finished decode of revision `revision`. Returns false (and drops it) when it is older than the one there is.
    bool setReconstruction(std::shared_ptr<const core::Picture> picture, quint64 revision);
    /// What revision `revision` looks like about: the decode of revision `base` with `part` (null for nothing) over it.
    /// Returns false (and drops it) where the reconstruction is not that one, or something newer is shown.
    bool setPreview(std::shared_ptr<const PicturePart> part, quint64 revision, quint64 base);

    /// Makes an undoable edit of `patch`, of the selected cells only where some are selected. Steps of one drag pass the same `strokeId` (not 0) and become one undo step.
    void edit(core::Patch patch, const QString& label, int strokeId = 0);

    /// Selects other cells, undoable. Regions are cut to the grid by who makes them.
    void select(core::Region selection, const QString& label, int strokeId = 0);
    /// Makes an undoable edit as it is, beyond the selection too: for moves, which take the selection along.
    void editAnywhere(core::Edit edit, const QString& label, int strokeId = 0);

    /// Does a drag go on that may change more codes yet, or is one still looked for?
    bool isPainting() const;
    void setPainting(bool painting); ///< a drag begins or ends

    /// A strokeId that no drag of this document has had.
    int newStroke() { return ++m_lastStroke; }
    /// Takes back the newest steps of that drag and forgets them: there is nothing to redo.
    void cancelStroke(int strokeId);

signals:
    void encodedChanged();                            ///< a new model or new encoded codes: everything is new
    void codesChanged(const tessera::core::CellRect& rect); ///< codes() changed inside rect
    void selectionChanged();
    void paintingEnded();
    void edited(const tessera::core::Edit& edit, const QString& label, bool more); ///< `more`: of the newest step
    void undone(); ///< a step
    void redone();
    void renamed();
    void modifiedChanged(); ///< isModified() may have changed
    void travelled(const tessera::core::Edit& edit); ///< undo or redo went through this edit
    void reconstructionChanged();
    void exactChanged(); ///< isExact() may have changed
    void shownChanged(); ///< with a reconstruction or a preview

private:
    friend class EditCommand;
    void apply(const core::Edit& edit, bool forward); ///< the only writer of m_codes and m_selection
    void begin(std::shared_ptr<const core::VqModel> model, core::Prepared prepared, core::IndexMap encodedCodes);
    void announce();
    void noteModified();

    QString m_title;
    QString m_path;
    std::shared_ptr<const core::Picture> m_original;
    std::shared_ptr<const Bytes> m_source;
    QString m_projectPath;
    std::shared_ptr<const core::Project> m_waiting;
    std::shared_ptr<const core::VqModel> m_model;
    core::Preparation m_preparation;
    std::shared_ptr<const core::Picture> m_seen;
    core::IndexMap m_encodedCodes;
    core::IndexMap m_codes;
    core::Region m_selection;
    quint64 m_revision = 0;
    quint64 m_encodedRevision = 0; ///< decodes of older revisions belong to another model or other codes
    std::shared_ptr<const core::Picture> m_reconstruction;
    quint64 m_reconstructionRevision = 0;
    ShownPicture m_shown;
    PaintedPixels* m_painted;
    SoughtStrokes* m_sought;
    View m_view;
    QUndoStack m_undoStack;
    std::size_t m_historyLimit = kHistoryBytes;
    int m_lastStroke = 0;
    bool m_isPainting = false;
    bool m_wasModified = false; ///< when modifiedChanged() was last sent
};

} // namespace tessera::app
