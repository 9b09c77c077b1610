// SPDX-License-Identifier: GPL-3.0-or-later
// Pixels into codes: lays what waits in a document (PaintedPixels) over its exact reconstruction, encodes the whole with
// the document's model, and gives the cells that the layer is about the codes that came out, as one step of undo. All
// other cells stay. One layer after the other, the oldest first; those of the document in front come before those of
// others. Waits for nothing: composing is done on a worker, encoding by the engine.
#pragma once

#include "app/engine/exact_queue.h"
#include "app/pictures/painted_pixels.h"
#include "core/index_map.h"
#include "core/picture.h"

#include <QFutureWatcher>
#include <QObject>
#include <QPointer>

#include <memory>
#include <optional>

namespace tessera::core {
class VqModel;
}

namespace tessera::app {

class Document;
class Session;

/// The cells in which `image`, with its corner on that of the first, is not wholly transparent: rows x cols of
/// factor x factor pixels, the last ones perhaps not filled.
core::Region touchedCells(const QImage& image, int factor);

class OverlayEncoder : public QObject {
    Q_OBJECT
public:
    explicit OverlayEncoder(Session& session, QObject* parent = nullptr);

signals:
    void done(const QString& message);
    void failed(const QString& message);

private:
    void watchDocument();
    void look();
    bool isOpen() const; ///< m_document
    Document* nextDocument() const;
    void compose(Document& document);
    void encode();
    void take();
    void giveUp(const QString& problem);
    void forget();

    Session& m_session;
    ExactQueue m_exact; ///< what is next, for its reconstruction
    QFutureWatcher<std::shared_ptr<const core::Picture>> m_composer; ///< null where there is not enough memory
    QPointer<Document> m_document; ///< what waits or is under way is for this one,
    std::shared_ptr<const core::VqModel> m_model; ///< with this model; null while nothing is under way
    quint64 m_layer = 0; ///< of its layers
    quint64 m_id;        ///< what the engine calls the newest
    std::optional<core::IndexMap> m_codes; ///< that came out, while a drag holds up their edit
};

} // namespace tessera::app
