// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/preview_maker.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace tessera::app {
namespace {

std::shared_ptr<const PicturePart> partOf(const core::Preview& preview)
{
    auto part = std::make_shared<PicturePart>();
    part->x = static_cast<int>(preview.x);
    part->y = static_cast<int>(preview.y);
    part->picture = core::toPicture(preview.pixels, 0, nullptr);
    return part;
}

bool isFinite(const core::Picture& picture)
{
    return std::ranges::all_of(picture.values, [](float value) { return std::isfinite(value); });
}

} // namespace

void PreviewMaker::setBase(const DecodeJob& work)
{
    m_base = Base{work.model, work.document, work.revision, work.codes};
    m_newestTicket = 0;
}

void PreviewMaker::forgetBase()
{
    m_base.reset();
    m_newestTicket = 0;
}

void PreviewMaker::forgetBase(const core::IndexMap& map)
{
    if (hasBaseOfSize(map))
        forgetBase();
}

bool PreviewMaker::hasBaseOfSize(const core::IndexMap& map) const
{
    return m_base && m_base->codes.count == map.count && m_base->codes.rows == map.rows
        && m_base->codes.cols == map.cols;
}

bool PreviewMaker::startsFromBase(const DecodeJob& work) const
{
    return hasBaseOfSize(work.codes) && m_base->document == work.document && m_base->model.lock() == work.model;
}

std::optional<CodesPreview> PreviewMaker::make(core::Device& device, const EngineJob& job)
{
    const auto& work = std::get<DecodeJob>(job.work);
    if (job.ticket <= m_newestTicket || !startsFromBase(work))
        return {};
    m_newestTicket = job.ticket;
    if (work.codes == m_base->codes) // undone: what is to be seen is there
        return CodesPreview{m_base->revision, nullptr};
    try {
        core::checkCodes(work.codes, work.model->config().codes);
        const std::optional<core::Preview> preview = device.previewCodes(*work.model, work.codes);
        if (!preview || preview->pixels.values.empty())
            return {};
        const auto part = partOf(*preview);
        assert(part->x >= 0 && part->y >= 0);
        if (isFinite(part->picture))
            return CodesPreview{m_base->revision, part};
    } catch (...) { // see the header
    }
    return {};
}

} // namespace tessera::app
