// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/analysis/spectrum_meter.h"

#include "app/documents/document.h"
#include "app/pictures/fitted_picture.h"
#include "app/pictures/picture_files.h"

#include <QtConcurrentRun>

#include <algorithm>
#include <new>
#include <utility>

namespace tessera::app {
namespace {

constexpr double kRange = 100;  ///< dB, as `tessera spectrum` draws them
constexpr int kMostPixels = 1024; ///< on a side of a picture of a spectrum: docks are no larger

QImage imageOf(const core::PowerSpectrum& spectrum, double lowest, double highest)
{
    QImage image = toImage(core::spectrumPicture(spectrum, lowest, highest));
    if (std::max(image.width(), image.height()) > kMostPixels)
        image = image.scaled(kMostPixels, kMostPixels, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    return image;
}

MeasuredSpectra measured(const core::Picture& input, const core::Picture& made, int factor,
                         const core::SpectrumSettings& settings)
{
    // cv::dft rather than the device's transform: the engine's thread, the only one that may touch the device, is busy
    // decoding while somebody paints, and the spectra should keep up.
    const std::unique_ptr<core::FourierTransform> transform = core::makeCpuFourier();
    core::PictureSpectra spectra = core::pictureSpectra(*transform, input, made, factor, settings);
    MeasuredSpectra result;
    result.highest = core::strongestBin(spectra);
    result.lowest = result.highest - kRange;
    core::SpectraOf* const all[] = {&spectra.input, &spectra.reconstruction, &spectra.error};
    for (std::size_t i = 0; i < result.pictures.size(); ++i) {
        result.pictures[i] = imageOf(all[i]->plane, result.lowest, result.highest);
        result.radial[i] = std::move(all[i]->radial);
    }
    result.ratio = std::move(spectra.ratio);
    result.peaks = std::move(spectra.peaks);
    result.factor = factor;
    result.transform = QString::fromStdString(transform->name());
    result.recipe = QString::fromStdString(core::spectrumRecipe(settings.window, settings.channel) + "; "
                                           + core::cutoffRecipe());
    return result;
}

} // namespace

SpectrumMeter::SpectrumMeter(QObject* parent) : QObject(parent)
{
    connect(&m_worker, &QFutureWatcherBase::finished, this, [this] { take(m_worker.result()); });
}

void SpectrumMeter::setDocument(Document* document)
{
    if (m_document)
        m_document->disconnect(this);
    m_document = document;
    if (document) {
        connect(document, &Document::encodedChanged, this, &SpectrumMeter::reset);
        connect(document, &Document::exactChanged, this, &SpectrumMeter::makeStale);
    }
    reset();
}

void SpectrumMeter::setWanted(bool wanted)
{
    m_isWanted = wanted;
    measure();
}

void SpectrumMeter::setSettings(const core::SpectrumSettings& settings)
{
    m_settings = settings;
    makeStale();
}

/// Nothing of another picture may stay in sight.
void SpectrumMeter::reset()
{
    m_spectra.reset();
    m_problem.clear();
    makeStale();
}

void SpectrumMeter::makeStale()
{
    m_isStale = true;
    m_isOutdated = true;
    measure();
    emit changed();
}

void SpectrumMeter::measure()
{
    if (!m_isWanted || !m_isStale || m_isBusy || !m_document || !m_document->isExact())
        return;
    m_isBusy = true;
    m_isOutdated = false;
    m_worker.setFuture(QtConcurrent::run([original = m_document->original(), made = m_document->reconstruction(),
                                          how = m_document->preparation(), model = m_document->model(),
                                          settings = m_settings]() -> Outcome {
        try {
            const core::Picture seen = core::modelColours(shownPart(*original, how), model->config());
            return {std::make_shared<const MeasuredSpectra>(
                        measured(seen, onOriginal(*made, how), static_cast<int>(model->factor()), settings)),
                    {}};
        } catch (const std::bad_alloc&) {
            return {{}, tr("There is not enough memory for the spectra of this picture.")};
        } catch (const std::exception& error) { // a model whose output has another size than its input
            return {{}, QString::fromUtf8(error.what())};
        }
    }));
}

void SpectrumMeter::take(const Outcome& outcome)
{
    m_isBusy = false;
    if (!m_isOutdated) {
        m_isStale = false;
        m_spectra = outcome.spectra;
        m_problem = outcome.problem;
        emit changed();
    }
    measure();
}

} // namespace tessera::app
