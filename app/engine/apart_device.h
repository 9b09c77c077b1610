// SPDX-License-Identifier: GPL-3.0-or-later
// A device for studies, which decode codes that nobody sees: what previews start from, the newest codes that
// core::Device::decodeCodes() has decoded in their size, stays as it is. Codes of that size take the way of latents, and
// their pictures are the same. Lives on the engine thread, for as long as a study.
#pragma once

#include "app/engine/preview_maker.h"
#include "core/model/codec.h"
#include "core/model/device.h"

namespace tessera::app {

class ApartDevice final : public core::Device {
public:
    /// Both outlive it.
    ApartDevice(core::Device& device, const PreviewMaker& previews) : m_device(device), m_previews(previews) {}

    std::string name() const override { return m_device.name(); }
    core::Tensor encode(const core::VqModel& model, const core::Tensor& pictures,
                        const core::Progress& progress) override
    {
        return m_device.encode(model, pictures, progress);
    }
    core::IndexMap quantize(const core::VqModel& model, const core::Tensor& latents,
                            const core::Progress& progress) override
    {
        return m_device.quantize(model, latents, progress);
    }
    core::Tensor decodeCodes(const core::VqModel& model, const core::IndexMap& codes,
                             const core::Progress& progress) override
    {
        if (!m_previews.hasBaseOfSize(codes))
            return m_device.decodeCodes(model, codes, progress);
        core::checkCodes(codes, model.config().codes);
        return m_device.decodeLatents(model, core::lookup(codes, model.codebook()), progress);
    }
    core::Tensor decodeLatents(const core::VqModel& model, const core::Tensor& latents,
                               const core::Progress& progress) override
    {
        return m_device.decodeLatents(model, latents, progress);
    }
    core::Profile profile() const override { return m_device.profile(); }
    void forget(const core::VqModel& model) override { m_device.forget(model); }

private:
    core::Device& m_device;
    const PreviewMaker& m_previews;
};

} // namespace tessera::app
