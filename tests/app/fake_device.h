// SPDX-License-Identifier: GPL-3.0-or-later
// A device without arithmetic for tests of what is around one: a gate lets passes through when the test says so, and a
// picture is a function of its codes that a test can compute itself.
#pragma once

#include "core/model/codec.h"
#include "core/model/model_folder.h"
#include "gpu/gpu.h"

#include <QString>

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tessera::tests {

/// A small model of factor 4 with 512 codes.
inline std::shared_ptr<const core::VqModel> tinyModel()
{
    static const std::shared_ptr<const core::VqModel> model
        = core::openModel(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model").model;
    return model;
}

/// Shared between a test and its devices; what a pass does on the engine thread is decided here.
class Gate {
public:
    explicit Gate(bool open = true) : m_open(open) {}

    void open()
    {
        const std::scoped_lock lock(m_mutex);
        m_open = true;
        m_changed.notify_all();
    }
    void close()
    {
        const std::scoped_lock lock(m_mutex);
        m_open = false;
    }
    /// Lets one pass through a closed gate.
    void letOnePass()
    {
        const std::scoped_lock lock(m_mutex);
        ++m_permits;
        m_changed.notify_all();
    }
    /// Lets the pass that waits at the gate report once how far it is, as a device does between two submissions.
    void letReport()
    {
        const std::scoped_lock lock(m_mutex);
        ++m_reports;
        m_changed.notify_all();
    }
    /// Run once by the next pass, behind the gate; may throw.
    void next(std::function<void(const core::Progress&)> act)
    {
        const std::scoped_lock lock(m_mutex);
        m_next = std::move(act);
    }

    /// Run once by the next preview; may throw.
    void nextPreview(std::function<void(core::Preview&)> act)
    {
        const std::scoped_lock lock(m_mutex);
        m_nextPreview = std::move(act);
    }

    int entered() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_entered;
    }
    int reported() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_reported;
    }
    int previewed() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_previewed;
    }
    /// Was the newest pass asked to stop?
    bool stopRequested() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_stop.stop_requested();
    }
    int forgotten() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_forgotten;
    }

    void pass(const core::Progress& progress)
    {
        std::function<void(const core::Progress&)> act;
        {
            std::unique_lock lock(m_mutex);
            ++m_entered;
            m_stop = progress.stop;
            while (true) {
                const bool through
                    = m_changed.wait(lock, progress.stop, [this] { return m_open || m_permits > 0 || m_reports > 0; });
                if (!through)
                    throw core::Cancelled();
                if (m_reports == 0)
                    break;
                --m_reports;
                lock.unlock();
                progress.step(0.5);
                lock.lock();
                ++m_reported;
            }
            if (!m_open)
                --m_permits;
            act = std::exchange(m_next, nullptr);
        }
        if (act)
            act(progress);
        progress.step(1);
    }
    void preview(core::Preview& made)
    {
        std::function<void(core::Preview&)> act;
        {
            const std::scoped_lock lock(m_mutex);
            ++m_previewed;
            act = std::exchange(m_nextPreview, nullptr);
        }
        if (act)
            act(made);
    }
    /// Preparations wait from now on, until the next call.
    void holdPreparations(bool hold)
    {
        const std::scoped_lock lock(m_mutex);
        m_holdPreparations = hold;
        m_changed.notify_all();
    }
    /// "9x12" when one began, "9x12 done" or "9x12 stopped" when it ended.
    std::vector<std::string> preparations() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_preparations;
    }
    void prepare(const std::string& what, const std::stop_token& stop)
    {
        std::unique_lock lock(m_mutex);
        m_preparations.push_back(what);
        const bool through = m_changed.wait(lock, stop, [this] { return !m_holdPreparations; });
        m_preparations.push_back(what + (through ? " done" : " stopped"));
        if (!through)
            throw core::Cancelled();
    }
    void forget()
    {
        const std::scoped_lock lock(m_mutex);
        ++m_forgotten;
    }
    /// What devices say of passes from now on.
    void setProfile(core::Profile profile)
    {
        const std::scoped_lock lock(m_mutex);
        m_profile = std::move(profile);
    }
    core::Profile profile() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_profile;
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::function<void(const core::Progress&)> m_next;
    std::function<void(core::Preview&)> m_nextPreview;
    std::stop_token m_stop;
    core::Profile m_profile;
    bool m_open;
    bool m_holdPreparations = false;
    std::vector<std::string> m_preparations;
    int m_permits = 0;
    int m_reports = 0;
    int m_reported = 0;
    int m_previewed = 0;
    int m_entered = 0;
    int m_forgotten = 0;
};

/// The decode of a FakeDevice: flat cells whose colour tells their code.
inline core::Tensor fakeDecode(const core::VqModel& model, const core::IndexMap& codes)
{
    core::Tensor tensor(model.pictureShape(codes.count, codes.rows, codes.cols));
    const std::int64_t factor = model.factor();
    for (std::int64_t n = 0; n < tensor.shape.n; ++n)
        for (std::int64_t c = 0; c < tensor.shape.c; ++c)
            for (std::int64_t y = 0; y < tensor.shape.h; ++y)
                for (std::int64_t x = 0; x < tensor.shape.w; ++x)
                    tensor.at(n, c, y, x)
                        = static_cast<float>(codes.at(y / factor, x / factor, n) * (c + 3) % 241) / 120.0F - 1.0F;
    return tensor;
}

/// How far each value of a FakeDevice's preview is from that of its decode.
constexpr float kFakePreviewError = 1e-3F;

/// The preview of a FakeDevice: the cells that differ and one more around them.
inline core::Preview fakePreview(const core::VqModel& model, const core::IndexMap& base, const core::IndexMap& codes)
{
    std::int64_t top = codes.rows, left = codes.cols, bottom = -1, right = -1;
    for (std::int64_t row = 0; row < codes.rows; ++row)
        for (std::int64_t col = 0; col < codes.cols; ++col)
            if (codes.at(row, col) != base.at(row, col)) {
                top = std::min(top, row);
                bottom = std::max(bottom, row);
                left = std::min(left, col);
                right = std::max(right, col);
            }
    core::Preview preview;
    if (bottom < 0)
        return preview;
    top = std::max<std::int64_t>(top - 1, 0);
    left = std::max<std::int64_t>(left - 1, 0);
    bottom = std::min(bottom + 1, codes.rows - 1);
    right = std::min(right + 1, codes.cols - 1);
    core::IndexMap window(1, bottom - top + 1, right - left + 1);
    for (std::int64_t row = 0; row < window.rows; ++row)
        for (std::int64_t col = 0; col < window.cols; ++col)
            window.at(row, col) = codes.at(top + row, left + col);
    preview.x = left * model.factor();
    preview.y = top * model.factor();
    preview.pixels = fakeDecode(model, window);
    for (float& value : preview.pixels.values)
        value += kFakePreviewError;
    return preview;
}

class FakeDevice : public core::Device {
public:
    FakeDevice(std::string name, std::shared_ptr<Gate> gate) : m_name(std::move(name)), m_gate(std::move(gate)) {}

    std::string name() const override { return m_name; }

    core::Tensor encode(const core::VqModel& model, const core::Tensor& pictures,
                        const core::Progress& progress) override
    {
        m_gate->pass(progress);
        core::Tensor latents(model.latentShape(pictures.shape));
        latents.values[0] = pictures.values[0]; // so that NaN comes through
        return latents;
    }
    core::IndexMap quantize(const core::VqModel&, const core::Tensor& latents, const core::Progress&) override
    {
        core::IndexMap codes(latents.shape.n, latents.shape.h, latents.shape.w);
        for (std::size_t i = 0; i < codes.codes.size(); ++i)
            codes.codes[i] = static_cast<std::int32_t>(i % 512);
        return codes;
    }
    core::Tensor decodeCodes(const core::VqModel& model, const core::IndexMap& codes,
                             const core::Progress& progress) override
    {
        if (codes.count > 1) // swatches, which no gate is for
            return fakeDecode(model, codes);
        m_gate->pass(progress);
        m_decoded = codes;
        return fakeDecode(model, codes);
    }
    std::optional<core::Preview> previewCodes(const core::VqModel& model, const core::IndexMap& codes) override
    {
        if (m_decoded.rows != codes.rows || m_decoded.cols != codes.cols)
            return {};
        core::Preview preview = fakePreview(model, m_decoded, codes);
        m_gate->preview(preview);
        return preview;
    }
    /// Grey; but the vectors of codes are decoded as these, behind the gate.
    core::Tensor decodeLatents(const core::VqModel& model, const core::Tensor& latents,
                               const core::Progress& progress) override
    {
        if (const std::optional<core::IndexMap> codes = codesOf(model, latents)) {
            m_gate->pass(progress);
            return fakeDecode(model, *codes);
        }
        return core::Tensor(model.pictureShape(latents.shape.n, latents.shape.h, latents.shape.w));
    }
    core::Profile profile() const override { return m_gate->profile(); }
    void prepare(const core::VqModel&, std::int64_t rows, std::int64_t cols, const core::Progress& progress) override
    {
        m_gate->prepare(std::to_string(rows) + "x" + std::to_string(cols), progress.stop);
    }
    void forget(const core::VqModel&) override { m_gate->forget(); }

private:
    /// The codes whose vectors these are; nothing where one of them is none.
    static std::optional<core::IndexMap> codesOf(const core::VqModel& model, const core::Tensor& latents)
    {
        const std::int64_t dim = latents.shape.c;
        const std::vector<float>& vectors = model.codebook().values;
        std::multimap<float, std::int32_t> byFirst;
        for (std::int32_t code = 0; code < model.codebook().shape[0]; ++code)
            byFirst.emplace(vectors[static_cast<std::size_t>(code * dim)], code);
        core::IndexMap codes(latents.shape.n, latents.shape.h, latents.shape.w);
        for (std::int64_t i = 0; i < codes.cells(); ++i) {
            const auto [begin, end] = byFirst.equal_range(latents.plane(0, 0)[i]);
            const auto found = std::find_if(begin, end, [&](const auto& entry) {
                for (std::int64_t e = 0; e < dim; ++e)
                    if (vectors[static_cast<std::size_t>(entry.second * dim + e)] != latents.plane(0, e)[i])
                        return false;
                return true;
            });
            if (found == end)
                return {};
            codes.codes[static_cast<std::size_t>(i)] = found->second;
        }
        return codes;
    }

    std::string m_name;
    std::shared_ptr<Gate> m_gate;
    core::IndexMap m_decoded; ///< the newest
};

/// Devices behind one gate, whatever is chosen: for an engine or a window.
inline std::function<std::unique_ptr<core::Device>(const QString&, const gpu::DeviceOptions&)>
fakeDevices(const std::shared_ptr<Gate>& gate)
{
    return [gate](const QString&, const gpu::DeviceOptions&) { return std::make_unique<FakeDevice>("fake", gate); };
}

} // namespace tessera::tests
