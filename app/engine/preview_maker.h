// SPDX-License-Identifier: GPL-3.0-or-later
// Approximate pictures of codes whose exact decode will take a while yet. Lives on the engine thread.
#pragma once

#include "app/documents/shown_picture.h"
#include "app/engine/engine_job.h"

#include <optional>

namespace tessera::app {

/// What to lay over the decode of revision `base` so that it stands for newer codes; null for nothing, where these
/// are the base's own codes again.
struct CodesPreview {
    quint64 base = 0;
    std::shared_ptr<const PicturePart> part;
};

class PreviewMaker {
public:
    /// The device has decoded all of `work`: previews start from there.
    void setBase(const DecodeJob& work);
    void forgetBase(); ///< the device is another one
    void forgetBase(const core::IndexMap& map); ///< where it has the size of this map, which the device decodes

    /// Would a decode of a map of this size change what previews start from?
    bool hasBaseOfSize(const core::IndexMap& map) const;

    /// Nothing where it was made already, where there is no decode of this document to start from, and where the device
    /// cannot or fails: the exact decode, which follows, will say why.
    std::optional<CodesPreview> make(core::Device& device, const EngineJob& job);
    /// Of the newest job that make() has seen.
    quint64 newestTicket() const { return m_newestTicket; }

private:
    struct Base {
        std::weak_ptr<const core::VqModel> model; ///< weak: the engine forgets models that only it still holds
        quint64 document = 0;
        quint64 revision = 0;
        core::IndexMap codes;
    };

    bool startsFromBase(const DecodeJob& work) const;

    std::optional<Base> m_base;
    quint64 m_newestTicket = 0; ///< previewed, or tried, from this base
};

} // namespace tessera::app
