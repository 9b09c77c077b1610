// SPDX-License-Identifier: GPL-3.0-or-later
// The spectra of the document in front: of its input, of its reconstruction and of the error between them, in the size
// of the input. Computed on a worker, by VkFFT on a device of its own where there is one, only while somebody looks: of
// what is shown, which while somebody paints is an approximate preview now and then. Lives on the GUI thread.
#pragma once

#include "app/documents/shown_picture.h"
#include "core/analysis/picture_spectra.h"

#include <QFutureWatcher>
#include <QImage>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <array>
#include <chrono>
#include <memory>
#include <stop_token>

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
    /// The error taken apart by frequency, in the order of core::ErrorBands; null where it was not asked for. Blue where
    /// the input is darker, orange where it is lighter.
    std::array<QImage, 3> bands;
    double bandRange = 0;               ///< that their colours span, -range..range of values 0..1
    std::array<double, 3> bandErrors{}; ///< mean squares, in squares of 8-bit units
    QString recipe;
};

class SpectrumMeter : public QObject {
    Q_OBJECT
public:
    using Spectra = std::shared_ptr<const MeasuredSpectra>;

    explicit SpectrumMeter(QObject* parent = nullptr);
    ~SpectrumMeter() override;

    void setDocument(Document* document);
    /// Does somebody look? What is under way is given up where nobody does.
    void setWanted(bool wanted);
    void setSettings(const core::SpectrumSettings& settings);
    void setBandsWanted(bool wanted);
    /// That transforms are computed on, by its name; the processor computes where it is no Vulkan device.
    void setDevice(const QString& name);

    /// Null until the first are there.
    const Spectra& spectra() const { return m_spectra; }
    /// Are they those of the codes as they are, under the settings as they are?
    bool isNew() const;
    /// The same, but of a preview of these codes.
    bool isApproximate() const;
    QString problem() const { return m_problem; } ///< why there are none
    bool isBusy() const { return m_isBusy; }      ///< does a worker compute?

signals:
    void changed();

private:
    /// What spectra are of.
    struct Subject {
        ShownPicture shown; ///< its address names the document
        core::SpectrumSettings settings;
        bool withBands = false;
        QString device;

        bool operator==(const Subject&) const = default;
    };
    /// Either spectra, or why there are none; without a subject where it was given up.
    struct Outcome {
        quint64 resets = 0; ///< until it began
        std::chrono::milliseconds took{};
        Subject subject;
        Spectra spectra;
        QString problem;
    };
    /// Used by one worker at a time. It opens the device, since that takes a while.
    struct Transform {
        std::unique_ptr<core::FourierTransform> made;
    };

    Subject subject() const; ///< as things are
    void reset();
    void measure();
    void take(const Outcome& outcome);

    QPointer<Document> m_document;
    core::SpectrumSettings m_settings;
    bool m_isWanted = false, m_bandsWanted = false;
    QString m_device;
    std::shared_ptr<Transform> m_transform = std::make_shared<Transform>();
    Subject m_measured; ///< what m_spectra or m_problem are of
    bool m_isBusy = false; ///< a worker runs
    std::stop_source m_stop; ///< of the newest worker
    quint64 m_resets = 0;  ///< what a worker began before the newest one is dropped
    Spectra m_spectra;
    QString m_problem;
    QFutureWatcher<Outcome> m_worker;
    QTimer m_pause; ///< after each
};

} // namespace tessera::app
