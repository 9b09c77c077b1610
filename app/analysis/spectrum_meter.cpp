// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/analysis/spectrum_meter.h"

#include "app/documents/document.h"
#include "app/files/memory_notice.h"
#include "app/panes/difference_image.h"
#include "app/pictures/fitted_picture.h"
#include "app/pictures/picture_files.h"
#include "core/analysis/differences.h"
#include "core/error.h"
#include "gpu/gpu.h"

#include <QtConcurrentRun>

#include <algorithm>
#include <chrono>
#include <new>
#include <utility>

namespace tessera::app {
namespace {

constexpr int kMostPixels = 1024; ///< on a side of a picture of a spectrum: docks are no larger

QImage scaledDown(QImage image)
{
    if (std::max(image.width(), image.height()) > kMostPixels)
        image = image.scaled(kMostPixels, kMostPixels, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    return image;
}

QImage imageOf(const core::PowerSpectrum& spectrum, double lowest, double highest)
{
    return scaledDown(toImage(core::spectrumPicture(spectrum, lowest, highest)));
}

/// In one range of colours, so that they can be compared.
void addBands(MeasuredSpectra& result, const core::Picture& input, const core::Picture& made,
              const core::Progress& progress)
{
    const core::ErrorBands bands = core::errorBands(input, made, {}, progress);
    result.bandErrors = bands.meanSquares;
    for (const std::vector<float>& values : bands.values)
        result.bandRange = std::max(result.bandRange, core::differenceRange(values));
    for (std::size_t i = 0; i < bands.values.size(); ++i) {
        QImage image(bands.width, bands.height, QImage::Format_RGB32);
        auto value = bands.values[i].begin();
        for (int y = 0; y < image.height(); ++y) {
            auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
            for (int x = 0; x < image.width(); ++x, ++value)
                line[x] = differenceColour(static_cast<double>(*value) / result.bandRange, true);
        }
        result.bands[i] = scaledDown(std::move(image));
    }
}

MeasuredSpectra measured(core::FourierTransform& transform, const core::Picture& input, const core::Picture& made,
                         int factor, const core::SpectrumSettings& settings, const core::Progress& progress)
{
    core::PictureSpectra spectra = core::pictureSpectra(transform, input, made, factor, settings, progress);
    MeasuredSpectra result;
    const core::SpectrumScale scale = core::spectrumScale(spectra);
    result.lowest = scale.lowest;
    result.highest = scale.highest;
    core::SpectraOf* const all[] = {&spectra.input, &spectra.reconstruction, &spectra.error};
    for (std::size_t i = 0; i < result.pictures.size(); ++i) {
        result.pictures[i] = imageOf(all[i]->plane, result.lowest, result.highest);
        result.radial[i] = std::move(all[i]->radial);
    }
    result.ratio = std::move(spectra.ratio);
    result.peaks = std::move(spectra.peaks);
    result.factor = factor;
    result.transform = QString::fromStdString(transform.name());
    result.recipe = QString::fromStdString(core::spectrumRecipe(settings.window, settings.channel) + "; "
                                           + core::cutoffRecipe() + "; " + core::gridPeaksRecipe() + "; "
                                           + core::errorBandsRecipe());
    return result;
}

} // namespace

SpectrumMeter::SpectrumMeter(QObject* parent) : QObject(parent)
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &SpectrumMeter::measure);
    connect(&m_worker, &QFutureWatcherBase::finished, this, [this] { take(m_worker.result()); });
}

SpectrumMeter::~SpectrumMeter()
{
    m_stop.request_stop();
}

void SpectrumMeter::setDocument(Document* document)
{
    if (m_document)
        m_document->disconnect(this);
    m_document = document;
    if (document) {
        connect(document, &Document::encodedChanged, this, &SpectrumMeter::reset);
        connect(document, &Document::exactChanged, this, &SpectrumMeter::changed);
        connect(document, &Document::shownChanged, this, &SpectrumMeter::measure);
    }
    reset();
}

void SpectrumMeter::setWanted(bool wanted)
{
    m_isWanted = wanted;
    if (!wanted)
        m_stop.request_stop();
    measure();
}

void SpectrumMeter::setSettings(const core::SpectrumSettings& settings)
{
    m_settings = settings;
    emit changed();
    measure();
}

void SpectrumMeter::setBandsWanted(bool wanted)
{
    m_bandsWanted = wanted;
    emit changed();
    measure();
}

void SpectrumMeter::setDevice(const QString& name)
{
    if (name == m_device)
        return;
    m_device = name;
    m_transform = std::make_shared<Transform>(); // a worker may still use the older one
    measure();
}

SpectrumMeter::Subject SpectrumMeter::subject() const
{
    return {m_document ? m_document->shown() : ShownPicture(), m_settings, m_bandsWanted, m_device};
}

bool SpectrumMeter::isNew() const
{
    return m_spectra && m_document && m_document->isExact() && m_measured == subject();
}

bool SpectrumMeter::isApproximate() const
{
    return m_spectra && m_document && m_document->isApproximate() && m_measured == subject();
}

/// Nothing of another picture may stay in sight.
void SpectrumMeter::reset()
{
    ++m_resets;
    m_stop.request_stop();
    m_spectra.reset();
    m_problem.clear();
    m_measured = {};
    emit changed();
    measure();
}

/// Of pictures that follow each other quickly the newest counts.
void SpectrumMeter::measure()
{
    const Subject next = subject();
    if (!m_isWanted || m_isBusy || m_pause.isActive() || !next.shown.whole || !m_document->hasPicture()
        || next == m_measured)
        return;
    m_isBusy = true;
    m_stop = {};
    m_worker.setFuture(QtConcurrent::run([next, resets = m_resets, stop = m_stop.get_token(),
                                          original = m_document->original(),
                                          how = m_document->preparation(), model = m_document->model(),
                                          transform = m_transform]() -> Outcome {
        using Clock = std::chrono::steady_clock;
        const auto start = Clock::now();
        const auto took = [start] { return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start); };
        const core::Progress progress{stop, {}};
        try {
            progress.step(0);
            if (!transform->made)
                transform->made = gpu::openFourier(next.device.toStdString());
            const core::Picture seen = core::modelColours(shownPart(*original, how), model->config());
            const core::Picture& whole = *next.shown.whole;
            const core::Picture made = next.shown.part
                ? onOriginal(next.shown.cut({0, 0, whole.width, whole.height}), how)
                : onOriginal(whole, how);
            MeasuredSpectra result =
                measured(*transform->made, seen, made, static_cast<int>(model->factor()), next.settings, progress);
            if (next.withBands)
                addBands(result, seen, made, progress);
            return {resets, took(), next, std::make_shared<const MeasuredSpectra>(std::move(result)), {}};
        } catch (const core::Cancelled&) {
            return {resets, took(), {}, {}, {}};
        } catch (const std::bad_alloc&) {
            return {resets, took(), next, {}, notEnoughMemory(tr("for the spectra of this picture"))};
        } catch (const std::exception& error) { // a model whose output has another size than its input
            return {resets, took(), next, {}, QString::fromUtf8(error.what())};
        }
    }));
}

void SpectrumMeter::take(const Outcome& outcome)
{
    // Painting needs the processor, too: previews, which come quickly, take a quarter of one core at most.
    constexpr std::chrono::milliseconds kPause{150};
    constexpr int kRest = 3;
    m_isBusy = false;
    m_pause.start(outcome.subject.shown.part ? std::max(kPause, kRest * outcome.took) : kPause);
    if (outcome.resets != m_resets || outcome.subject == Subject()) // of another picture, or given up
        return;
    m_measured = outcome.subject;
    m_spectra = outcome.spectra;
    m_problem = outcome.problem;
    emit changed();
}

} // namespace tessera::app
