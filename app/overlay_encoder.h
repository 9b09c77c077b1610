// SPDX-License-Identifier: GPL-3.0-or-later
// Pixels into codes: lays a picture over the open document's exact reconstruction, encodes the whole with the
// document's model, and gives the cells that the picture touches the codes that came out, as one step of undo. All
// other cells stay. Waits for nothing: composing is done on a worker, encoding by the engine.
#pragma once

#include "core/edit/region.h"
#include "core/geometry.h"
#include "core/index_map.h"
#include "core/picture.h"

#include <QFutureWatcher>
#include <QImage>
#include <QObject>
#include <QPointer>

#include <memory>

namespace tessera::core {
class VqModel;
}

namespace tessera::app {

class Document;
class Exporter;
class Session;

/// The cells in which `image`, with its corner on that of the first, is not wholly transparent: rows x cols of
/// factor x factor pixels, the last ones perhaps not filled.
core::Region touchedCells(const QImage& image, int factor);

class OverlayEncoder : public QObject {
    Q_OBJECT
public:
    /// Waits for the exact reconstruction as `exporter` does.
    OverlayEncoder(Session& session, Exporter& exporter, QObject* parent = nullptr);

    /// Lays `image` with its upper left corner on that of the cell, which may be outside the grid. `touched` are the
    /// cells that get new codes, counted from there. The newest counts: what was laid before and is not encoded yet
    /// is forgotten.
    void lay(const QImage& image, core::Cell corner, const core::Region& touched, const QString& label);

signals:
    void done(const QString& message);
    void failed(const QString& message);

private:
    void encode();
    void take(const std::shared_ptr<const core::VqModel>& model, const core::IndexMap& codes);

    Session& m_session;
    Exporter& m_exporter;
    QFutureWatcher<std::shared_ptr<const core::Picture>> m_composer; ///< null where there is not enough memory
    QPointer<Document> m_document; ///< what is under way is for this one,
    std::shared_ptr<const core::VqModel> m_model; ///< with this model,
    core::Region m_cells; ///< for these cells
    QString m_label;
    quint64 m_id; ///< what the engine calls the newest
};

} // namespace tessera::app
