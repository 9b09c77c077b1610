// SPDX-License-Identifier: GPL-3.0-or-later
// What is open: one document, one model, one device; and the way from a file to an encoded document. Owns the engine.
// Lives on the GUI thread and knows no widgets. Whatever fails leaves what was open as it was.
#pragma once

#include "app/engine.h"
#include "app/open_document.h"
#include "app/picture_files.h"
#include "core/model/model_folder.h"

#include <QFutureWatcher>
#include <QImage>
#include <QObject>

#include <optional>

namespace tessera::app {

class Session : public QObject {
    Q_OBJECT
public:
    Session(std::unique_ptr<Engine> engine, core::Fit fit, QObject* parent = nullptr);
    ~Session() override;

    Engine& engine() { return *m_engine; }
    Document* document() const { return m_current.document.get(); } ///< null: nothing is open
    DecodeFollower* follower() const { return m_current.follower.get(); }
    QStringList pictureNotes() const { return m_current.notes; }
    /// The model that pictures are opened with; its pointer is null before the first.
    const core::OpenedModel& model() const { return m_model; }
    QString deviceName() const { return m_deviceName; } ///< empty before the first
    bool isExactDevice() const { return m_deviceIsExact; } ///< does it decode as exactly as it can?
    QString arithmetic() const; ///< that in words: "exact arithmetic"
    core::Fit fit() const { return m_fit; }
    /// Is a picture on its way that is not shown yet?
    bool isOpening() const;
    /// What is read, encoded or decoded now, for a progress bar: "sea.jpg".
    QString workTitle() const;

    void openModel(const QString& folder);
    void openPicture(const QString& path);
    /// A picture without a file, from the clipboard.
    void openImage(const QImage& image, const QString& title);
    /// Encodes the open picture again where that changes something; edits are lost.
    void setFit(core::Fit fit);
    void closeDocument();
    /// Stops what runs; a picture that was being opened is forgotten.
    void cancel();

signals:
    void documentChanged(); ///< another one, or none
    void modelChanged();
    void deviceChanged();
    void openingChanged();
    void pictureOpened(const QString& path); ///< and encoded
    void modelOpened(const QString& folder);
    void failed(const QString& message);
    void noticed(const QString& message);

private:
    struct ReadResult {
        QString path;
        QString title;
        QStringList notes;
        std::shared_ptr<const core::Picture> picture; ///< null where reading failed
        QString problem;
    };
    static ReadResult read(const QString& path);

    void takeRead(const ReadResult& result);
    void takeModel(const core::OpenedModel& opened);
    void takeEncoded(quint64 id, const std::shared_ptr<const core::VqModel>& model, const core::Prepared& prepared,
                     const core::IndexMap& codes);
    void takeFailure(Engine::Job job, const QString& message);
    void show(OpenDocument opened);
    void adoptModel(const core::OpenedModel& opened);
    void forgetOpening();
    void encode(const OpenDocument& target, const core::OpenedModel& model);
    void prepareDevice();

    std::unique_ptr<Engine> m_engine;
    core::Fit m_fit;
    QString m_deviceName;
    bool m_deviceIsExact = false;
    core::OpenedModel m_model;
    std::optional<core::OpenedModel> m_nextModel; ///< opened, becomes the model when the document is encoded with it
    OpenDocument m_current;
    OpenDocument m_opening; ///< takes the current one's place once it is encoded
    QFutureWatcher<ReadResult> m_reader;
    bool m_reading = false; ///< until takeRead(); the reader itself is done before that
    QString m_readTitle;
    bool m_modelOnItsWay = false;
    quint64 m_lastId = 0;
};

} // namespace tessera::app
