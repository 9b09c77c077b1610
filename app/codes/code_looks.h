// SPDX-License-Identifier: GPL-3.0-or-later
// What the codes of the current model look like: a colour each, by likeness or by number, what they decode to once
// somebody has looked, a small picture each where the model brings one, and where they lie along the codebook's
// principal axes. Lives on the GUI thread; the axes are computed on a worker.
#pragma once

#include "app/codes/code_swatches.h"
#include "app/codes/favourites.h"
#include "core/model/model_folder.h"

#include <QFutureWatcher>
#include <QImage>
#include <QObject>
#include <QRgb>

#include <array>
#include <memory>
#include <vector>

namespace tessera::app {

class CodeLooks : public QObject {
    Q_OBJECT
public:
    enum class Colouring { similarity, hash };
    using Coordinates = std::vector<std::array<float, 3>>;

    explicit CodeLooks(QObject* parent = nullptr);

    void setModel(const core::OpenedModel& model);
    void setColouring(Colouring colouring);
    void setSeed(quint32 seed); ///< of the colours by number

    Colouring colouring() const { return m_colouring; }
    quint32 seed() const { return m_seed; }
    int codes() const { return m_model ? static_cast<int>(m_model->config().codes) : 0; }
    const core::VqModel* model() const { return m_model.get(); }

    QRgb colour(int code) const; ///< grey for codes that do not exist
    const std::vector<QRgb>& colours() const { return m_colours; }
    /// Empty until they are computed.
    const Coordinates& coordinates() const { return m_coordinates; }

    /// "codes.png" beside the model: 32 codes a row, f x f pixels each. Most models have none, and it takes a moment.
    bool hasPatches() const { return !m_patches.isNull(); }
    const QImage& patches() const { return m_patches; }
    QRect patchRect(int code) const; ///< in patches()

    CodeSwatches& swatches() { return m_swatches; }
    const CodeSwatches& swatches() const { return m_swatches; }
    Favourites& favourites() { return m_favourites; }
    const Favourites& favourites() const { return m_favourites; }

    /// A swatch for lists and buttons: what the code decodes to, until that is there the patch, else the colour.
    QPixmap swatch(int code, int side, qreal pixelRatio) const;

signals:
    void changed(); ///< colours, patches or coordinates

private:
    /// What takes a while to find.
    struct Found {
        Coordinates coordinates;
        QImage patches;
    };
    static Found find(const core::OpenedModel& model);
    void recolour();

    std::shared_ptr<const core::VqModel> m_model;
    Colouring m_colouring = Colouring::similarity;
    quint32 m_seed = 0;
    Coordinates m_coordinates;
    std::vector<QRgb> m_colours;
    QImage m_patches;
    CodeSwatches m_swatches;
    Favourites m_favourites;
    QFutureWatcher<Found> m_worker;
};

} // namespace tessera::app
