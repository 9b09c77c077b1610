// SPDX-License-Identifier: GPL-3.0-or-later
// What is open: documents, of which one at most is in front, a model, a device; and the way from a file to an encoded
// document. Owns the engine. Lives on the GUI thread and knows no widgets. Whatever fails leaves what was open as it was.
//
// The engine works for what somebody sees: a document that is behind the others is neither encoded nor decoded until it
// comes to the front.
#pragma once

#include "app/documents/document_list.h"
#include "app/documents/model_choice.h"
#include "app/documents/picture_reader.h"
#include "app/documents/same_models.h"
#include "app/engine/device_in_use.h"
#include "app/engine/engine.h"

#include <QImage>
#include <QList>
#include <QObject>

namespace tessera::app {

class Session : public QObject {
    Q_OBJECT
public:
    Session(std::unique_ptr<Engine> engine, core::Fit fit, QObject* parent = nullptr);
    ~Session() override;

    Engine& engine() { return *m_engine; }
    const DeviceInUse& device() const { return m_device; }
    SameModels& sameModels() { return m_sameModels; }
    QList<Document*> documents() const; ///< in the order of their tabs
    Document* document() const; ///< the one in front; null: none is, though some may be open
    DecodeFollower* follower() const; ///< of that one
    DecodeFollower* followerOf(const Document& document) const; ///< null where it is not open
    QStringList pictureNotes() const; ///< likewise
    quint64 documentId() const; ///< what the engine's signals call it; 0: none is in front
    /// The model of the document in front, and what pictures are opened with; its pointer is null before the first.
    const core::OpenedModel& model() const { return m_models.inUse(); }
    /// The model that made a document's codes; its pointer is null while it has none.
    const core::OpenedModel& modelOf(const Document& document) const;
    quint64 idOf(const Document& document) const; ///< as documentId(), of any that is open
    core::Fit fit() const { return m_models.fit(); }
    /// Is a picture on its way, or the codes of one?
    bool isOpening() const;
    /// Will what is painted now in the document in front be swept away, because it is being encoded anew?
    bool isEncodingAnew() const;
    bool isModelComing() const { return m_models.isComing(); } ///< has one been asked for that is not open yet?
    /// What is read, encoded or decoded now, for a progress bar: "sea.jpg".
    QString workTitle() const;

    void openModel(const QString& folder) { m_models.ask(folder); } ///< and encodes the document in front with it; edits are lost
    /// Pictures or projects, each in a tab of its own, one of them in front. A file that is open already is shown instead.
    void openPictures(const QStringList& paths, qsizetype front = 0);
    /// Which model a picture is to be encoded with that has no codes yet; one that cannot be opened counts as none.
    void wantModel(const Document& document, const QString& folder);
    QString modelFolderOf(const Document& document) const; ///< that made its codes, or will; empty where that is open
    /// Recovered work, which is modified. `path`: where it was saved last; `then` follows when it is open.
    void openRecovered(const std::shared_ptr<const core::Project>& project, const QString& path, std::function<void()> then);
    /// A picture without a file, from the clipboard.
    void openImage(const QImage& image, const QString& title);
    /// Codes (1, h, w) without a picture, under model(), which there must be. Throws core::Error where they do not fit it.
    void openCodes(const core::IndexMap& codes, const QString& title);
    /// Encodes the picture in front again where that changes something; edits are lost.
    void setFit(core::Fit fit) { m_models.setFit(fit); }
    /// What each document's history may take in memory, those that are opened later too.
    void setHistoryLimit(std::size_t bytes);
    std::size_t historyLimit() const { return m_historyLimit; }
    void setCurrent(Document* document); ///< null: none is in front
    void move(const Document& document, int place); ///< among documents()
    void close(Document* document);
    /// Stops what runs; pictures that were being opened are forgotten.
    void cancel();

signals:
    void documentsChanged(); ///< one more is open, or one fewer, or in another order
    void documentChanged(); ///< another one is in front, or none
    void modelChanged();
    void openingChanged();
    void pictureOpened(const QString& path); ///< and encoded
    void projectOpened(const std::shared_ptr<const tessera::core::Project>& project, const QString& path);
    void modelOpened(const QString& folder);
    /// Of the project that was opened just now.
    void modelMissing(tessera::app::Document* document, const QString& message);
    void failed(const QString& message);
    void noticed(const QString& message);

private:
    void takeRead(const PictureRead& read);
    void takeMade(OpenDocument& opened);
    void takeFailure(Engine::Job job, const QString& message, quint64 id);
    void showCurrent();
    void giveUpEncoding(OpenDocument& opened);
    void prepareDevice() { m_device.prepareFor(document(), model().model); }

    std::unique_ptr<Engine> m_engine;
    DeviceInUse m_device;
    DocumentList m_documents;
    ModelChoice m_models;
    OpenDocument* m_shown = nullptr; ///< in front, and its follower is awake
    PictureReader m_reader;
    SameModels m_sameModels;
    std::size_t m_historyLimit = Document::kHistoryBytes;
    quint64 m_lastId = 0;
};

} // namespace tessera::app
