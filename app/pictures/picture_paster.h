// SPDX-License-Identifier: GPL-3.0-or-later
// A picture of the clipboard or of a file, to be laid over a document's reconstruction: read, scaled down where it is
// larger than the document, and the cells found that it will touch, all on a worker. The newest counts.
#pragma once

#include "core/edit/region.h"

#include <QFutureWatcher>
#include <QImage>
#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>

namespace tessera::core {
class VqModel;
}

namespace tessera::app {

class Document;

class PicturePaster : public QObject {
    Q_OBJECT
public:
    explicit PicturePaster(QObject* parent = nullptr);

    /// Of the clipboard: its picture, or the file that was copied. `into` has codes, as below.
    void paste(Document& into);
    void read(const QString& path, Document& into);

signals:
    /// `into` still has the same model. `cells` are counted from the picture's upper left corner.
    void ready(tessera::app::Document& into, const QImage& picture, const tessera::core::Region& cells);
    void failed(const QString& message);

private:
    struct Read {
        QImage picture;
        core::Region cells;
        QString problem;
    };

    void start(Document& into, std::function<QImage()> picture);
    void finish();

    QFutureWatcher<Read> m_worker;
    QPointer<Document> m_into;
    std::shared_ptr<const core::VqModel> m_model;
};

} // namespace tessera::app
