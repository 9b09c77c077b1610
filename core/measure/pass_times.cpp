// SPDX-License-Identifier: Apache-2.0
#include "core/measure/pass_times.h"

#include "core/model/codec.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace tessera::core {
namespace {

constexpr unsigned kSeed = 2024;
constexpr std::int64_t kBlock = 3; ///< cells of a side that change at once

/// Sets a block of cells at a random place to random codes.
void scatter(IndexMap& codes, std::int64_t entries, std::mt19937& random)
{
    const std::int64_t rows = std::min(kBlock, codes.rows), cols = std::min(kBlock, codes.cols);
    // Drawn by remainder: distributions differ between standard libraries.
    const std::int64_t row = random() % (codes.rows - rows + 1), col = random() % (codes.cols - cols + 1);
    for (std::int64_t y = row; y < row + rows; ++y)
        for (std::int64_t x = col; x < col + cols; ++x)
            codes.at(y, x) = static_cast<std::int32_t>(random() % entries);
}

double shown(float value)
{
    return std::clamp(value * 0.5 + 0.5, 0.0, 1.0) * 255;
}

/// Adds what a preview is off by to `local`; the mean is still a sum over the places.
void addErrors(LocalTimes& local, const Preview& preview, const Tensor& whole)
{
    const Shape& shape = preview.pixels.shape;
    double sum = 0;
    for (std::int64_t c = 0; c < shape.c; ++c)
        for (std::int64_t y = 0; y < shape.h; ++y)
            for (std::int64_t x = 0; x < shape.w; ++x) {
                const double error = std::abs(shown(preview.pixels.at(0, c, y, x))
                                              - shown(whole.at(0, c, preview.y + y, preview.x + x)));
                local.largestError = std::max(local.largestError, error);
                sum += error;
            }
    local.meanError += sum / static_cast<double>(shape.size());
}

/// Counts what is done and hears a stop.
class Steps {
public:
    Steps(const Progress& progress, int count) : m_progress(progress), m_count(count) {}
    void next() { m_progress.step(static_cast<double>(++m_done) / m_count); }

private:
    const Progress& m_progress;
    int m_count;
    int m_done = 0;
};

} // namespace

Tensor madeUpPicture(const Shape& shape)
{
    Tensor picture(shape);
    std::mt19937 random(kSeed);
    for (std::int64_t c = 0; c < shape.c; ++c)
        for (std::int64_t y = 0; y < shape.h; ++y)
            for (std::int64_t x = 0; x < shape.w; ++x) {
                const auto across = static_cast<double>(x) / static_cast<double>(shape.w);
                const auto down = static_cast<double>(y) / static_cast<double>(shape.h);
                double value = std::sin(6 * across + static_cast<double>(c)) * std::cos(5 * down);
                if (across > 0.5) // waves that become finer
                    value += 0.4 * std::sin(static_cast<double>(x * x) * 0.01);
                if (down > 0.5) // grain
                    value += static_cast<double>(random() % 1000) * 4e-4 - 0.2;
                if (across + down < 0.3)
                    value = 0.7;
                picture.at(0, c, y, x) = static_cast<float>(std::clamp(value, -1.0, 1.0));
            }
    return picture;
}

PassTimes timePasses(const std::shared_ptr<const VqModel>& model, Device& device, std::int64_t width,
                     std::int64_t height, int repeats, const Progress& progress, const std::function<void()>& between)
{
    const Codec codec(model, device);
    const Progress stop{progress.stop};
    const Tensor picture = madeUpPicture({1, model->config().inChannels, height, width});
    Steps steps(progress, 3 * repeats + 2);

    PassTimes times;
    IndexMap codes = codec.quantize(codec.encode(picture, stop), stop).codes;
    steps.next();
    const Stopwatch first;
    codec.decodeCodes(codes, stop);
    times.firstDecode = first.milliseconds();
    steps.next();
    for (int i = 0; i < repeats; ++i) {
        between();
        times.encode.time([&] { codec.encode(picture, stop); });
        steps.next();
    }
    for (int i = 0; i < repeats; ++i) {
        between();
        times.decode.time([&] { codec.decodeCodes(codes, stop); });
        steps.next();
    }
    times.profile = device.profile();

    device.prepare(*model, codes.rows, codes.cols, stop);
    std::mt19937 random(kSeed);
    LocalTimes local;
    for (int i = 0; i < repeats; ++i) {
        between();
        scatter(codes, model->config().codes, random);
        std::optional<Preview> preview;
        Readings reading;
        reading.time([&] { preview = device.previewCodes(*model, codes); });
        if (!preview && i == 0)
            return times; // it gives none of this size
        const Tensor whole = codec.decodeCodes(codes, stop);
        if (preview) {
            local.milliseconds.wall.push_back(reading.wall.front());
            local.milliseconds.cpu.push_back(reading.cpu.front());
            addErrors(local, *preview, whole);
        }
        steps.next();
    }
    local.meanError /= static_cast<double>(local.milliseconds.wall.size());
    times.local = std::move(local);
    return times;
}

} // namespace tessera::core
