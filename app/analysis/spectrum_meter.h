// SPDX-License-Identifier: GPL-3.0-or-later
// The spectra of the document in front: of its input, of its reconstruction and of the error between them, in the size
// of the input. Computed on a worker, only while somebody looks, and of exact reconstructions only; while another one is
// on its way the older spectra stay and are marked so. Of pictures that follow each other quickly the newest counts.
// Lives on the GUI thread.
#pragma once

#include "core/analysis/picture_spectra.h"

#include <QFutureWatcher>
#include <QImage>
#include <QObject>
#include <QPointer>

#include <array>
#include <memory>

namespace tessera::app {

class Document;

/// What a person looks at of core::PictureSpectra; without the planes, which are as large as the picture.
struct MeasuredSpectra {
    enum Source { input, reconstruction, error };

    std::array<QImage, 3> pictures; ///< in the order of Source; the mean's bin is in the middle
    double lowest = 0, highest = 0; ///< dB of the ends of the colours, the same for all three
    std::array<core::RadialSpectrum, 3> radial;
    core::SpectrumRatio ratio;
    std::vector<core::ComparedPeak> peaks;
    int factor = 1; ///< the model's
    QString transform; ///< who computed
    QString recipe;
};

class SpectrumMeter : public QObject {
    Q_OBJECT
public:
    using Spectra = std::shared_ptr<const MeasuredSpectra>;

    explicit SpectrumMeter(QObject* parent = nullptr);

    void setDocument(Document* document);
    /// Does somebody look?
    void setWanted(bool wanted);
    void setSettings(const core::SpectrumSettings& settings);

    /// Null until the first are there.
    const Spectra& spectra() const { return m_spectra; }
    /// Are they those of the codes as they are, under the settings as they are?
    bool isNew() const { return m_spectra && !m_isStale; }
    QString problem() const { return m_problem; } ///< why there are none

signals:
    void changed();

private:
    /// Either spectra, or why there are none.
    struct Outcome {
        Spectra spectra;
        QString problem;
    };

    void reset();
    void makeStale();
    void measure();
    void take(const Outcome& outcome);

    QPointer<Document> m_document;
    core::SpectrumSettings m_settings;
    bool m_isWanted = false;
    bool m_isStale = true;  ///< is there something newer than m_spectra?
    bool m_isBusy = false;  ///< a worker runs
    bool m_isOutdated = false; ///< what it makes is old already
    Spectra m_spectra;
    QString m_problem;
    QFutureWatcher<Outcome> m_worker;
};

} // namespace tessera::app
