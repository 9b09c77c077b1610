// SPDX-License-Identifier: GPL-3.0-or-later
// What the encoder said of the document in front before anything was quantized: its latents as a picture, and how far
// each lies from the codebook. Computed only once somebody looks, when the engine has nothing else to do. Lives on the
// GUI thread.
#pragma once

#include "core/analysis/code_distances.h"
#include "core/picture.h"

#include <QFutureWatcher>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <QString>

#include <memory>

namespace tessera::app {

class Document;
class Engine;

class Unquantized : public QObject {
    Q_OBJECT
public:
    using Distances = std::shared_ptr<const core::CodeDistances>;

    explicit Unquantized(Engine& engine, QObject* parent = nullptr);
    ~Unquantized() override;

    void setDocument(Document* document);
    /// Does somebody look at the picture, or at the distances? Of the picture each who wants it says so for itself.
    void setPictureWanted(const QObject* who, bool wanted);
    void setDistancesWanted(bool wanted);

    /// In model size, not clamped; null until it is there.
    const std::shared_ptr<const core::Picture>& picture() const { return m_picture; }
    const Distances& distances() const { return m_distances; } ///< null until they are there
    QString problem() const { return m_problem; }              ///< why neither will come

signals:
    void changed();

private:
    void reset();
    void ask();
    void measure();

    Engine& m_engine;
    QPointer<Document> m_document;
    QSet<const QObject*> m_pictureWantedBy;
    bool m_distancesWanted = false;
    quint64 m_request = 0; ///< the newest; 0 while none is under way or answered
    quint64 m_lastRequest = 0;
    std::shared_ptr<const core::Tensor> m_latents;
    std::shared_ptr<const core::Picture> m_picture;
    Distances m_distances;
    QString m_problem;
    QFutureWatcher<Distances> m_worker;
};

} // namespace tessera::app
