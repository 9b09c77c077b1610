// SPDX-License-Identifier: GPL-3.0-or-later
// The images behind the panes, kept up with a document: the code map at once (a stroke is echoed in the same frame),
// the pictures converted on a worker. Lives on the GUI thread, where a preview costs no more than copying its pixels; of
// pictures that change faster than they convert the newest wins.
#pragma once

#include "app/panes/pane_pictures.h"
#include "app/panes/pane_source.h"
#include "core/geometry.h"

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
    const Document* document() const;
    void setCodeColours(std::vector<QRgb> colours);
    void setErrorRange(double range);
    /// The decode of the encoder's latents, or why there is none.
    void setUnquantized(std::shared_ptr<const core::Picture> picture, const QString& problem);
    double errorRange() const { return m_errorRange; }

    /// Input, reconstruction, error or unquantized in model size; empty while there is nothing to show. Before the
    /// codes are there, the input is the original picture.
    const Mipmap& picture(PaneSource source) const;
    const QImage& codes() const { return m_codes; } ///< one pixel a cell
    QSizeF codesSize() const;                       ///< that they cover, in picture pixels
    /// The values behind picture(source), the newest there are; without a picture where there are none (or no values).
    ShownPicture values(PaneSource source) const;
    /// A word on why picture(source) is empty.
    QString whyMissing(PaneSource source, bool isDecoding) const;
    QRgb codeColour(int code) const;

    /// Of the codes that the reconstruction's image stands for; 0 where there is none.
    quint64 shownRevision() const { return m_shown.reconstruction.revision; }
    /// Is the reconstruction's image (not only the document's newest) the decode of the codes as they are?
    bool isExact() const;
    /// Does that image stand for the codes as they are, but only about?
    bool isApproximate() const;

signals:
    void changed(tessera::app::PaneSource source);
    /// Only these pixels of reconstruction and error; or none, but what they stand for.
    void partChanged(const QRect& pixels);
    void codesChanged(const tessera::core::CellRect& rect);

private:
    void paintCodes(const core::CellRect& rect);
    void restart();
    std::shared_ptr<const core::Picture> currentInput() const;
    void convert();
    void take();

    QPointer<Document> m_document;
    std::vector<QRgb> m_colours;
    QImage m_codes;
    double m_errorRange;
    std::shared_ptr<const core::Picture> m_unquantized;
    QString m_unquantizedProblem;
    PanePictures m_made;
    PaneContent m_shown;    ///< what m_made was made of
    PaneContent m_underWay; ///< what the worker makes
    bool m_isBusy = false;  ///< the worker is
    bool m_isStale = false; ///< what it makes is of another document, or of other codes
    /// Null where there is not enough memory.
    QFutureWatcher<std::shared_ptr<const PaneChange>> m_worker;
};

} // namespace tessera::app
