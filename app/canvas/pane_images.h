// SPDX-License-Identifier: GPL-3.0-or-later
// The images behind the panes, kept up with a document: the code map at once (a stroke is echoed in the same frame),
// the pictures converted on a worker. Lives on the GUI thread; of pictures that change faster than they convert the
// newest wins.
#pragma once

#include "app/canvas/mipmap.h"
#include "app/canvas/pane_source.h"
#include "core/geometry.h"
#include "core/picture.h"

#include <QFutureWatcher>
#include <QImage>
#include <QObject>
#include <QPointer>
#include <QRgb>

#include <memory>
#include <vector>

namespace tessera::app {

class Document;

class PaneImages : public QObject {
    Q_OBJECT
public:
    explicit PaneImages(QObject* parent = nullptr);
    ~PaneImages() override;

    void setDocument(Document* document);
    void setCodeColours(std::vector<QRgb> colours);
    void setErrorRange(double range);
    double errorRange() const { return m_errorRange; }

    /// Input, reconstruction or error in model size; empty while there is nothing to show. Before the codes are there,
    /// the input is the original picture.
    const Mipmap& picture(PaneSource source) const;
    const QImage& codes() const { return m_codes; } ///< one pixel a cell
    QRgb codeColour(int code) const;

    /// Is the reconstruction's image (not only the document's newest) the decode of the codes as they are?
    bool isExact() const;

signals:
    void changed(tessera::app::PaneSource source);
    void codesChanged(const tessera::core::CellRect& rect);

private:
    /// What is to be converted; null for nothing.
    struct Wanted {
        std::shared_ptr<const core::Picture> input;
        bool isOriginal = false; ///< may be transparent
        std::shared_ptr<const core::Picture> reconstruction;
        quint64 revision = 0;
        double errorRange = 0;
        bool operator==(const Wanted&) const = default;
    };
    struct Made {
        Mipmap input;
        Mipmap reconstruction;
        Mipmap error;
    };

    void paintCodes(const core::CellRect& rect);
    void restart();
    std::shared_ptr<const core::Picture> currentInput() const;
    void convert();
    void take();

    QPointer<Document> m_document;
    std::vector<QRgb> m_colours;
    QImage m_codes;
    double m_errorRange;
    Made m_made;
    Wanted m_shown;    ///< what m_made was made of
    Wanted m_underWay; ///< what the worker makes; null while it has nothing to do
    QFutureWatcher<std::shared_ptr<const Made>> m_worker;

    static std::shared_ptr<const Made> make(const Wanted& wanted, const Wanted& shown, const Made& made);
};

} // namespace tessera::app
