// SPDX-License-Identifier: GPL-3.0-or-later
// What a pane of the canvas can show, alone or against something else.
#pragma once

#include "app/panes/difference_image.h"

#include <QString>

namespace tessera::app {

enum class PaneSource {
    input,
    codes,
    reconstruction,
    error,
    unquantized, ///< what the decoder draws from the encoder's latents as they are
};

QString paneName(PaneSource source); ///< "Input", translated

/// A source of the document in front, or of another one.
struct SourceRef {
    PaneSource source = PaneSource::input;
    quint64 document = 0; ///< 0: the one in front; else a number of OtherDocuments

    bool operator==(const SourceRef&) const = default;
    /// Does it show a decode, so that it can be approximate or out of date?
    bool isDecode() const { return source == PaneSource::reconstruction || source == PaneSource::error; }
    /// Has it values that can be subtracted from others?
    bool isPicture() const { return source != PaneSource::codes && source != PaneSource::error; }
};

enum class Compare {
    off,
    wipe,       ///< the first left of a line, the second right of it
    blink,      ///< one after the other
    difference, ///< first minus second
};

struct PaneSetup {
    SourceRef first{};
    SourceRef second{};
    Compare compare = Compare::off;
    double line = 0.5; ///< of the wipe, as a part of the pane's width
    DifferenceStyle difference{};

    bool operator==(const PaneSetup&) const = default;
    bool shows(PaneSource source) const
    {
        return first.source == source || (compare != Compare::off && second.source == source);
    }
};

/// How a setup is kept in the settings: "codes". Comparing and other documents are not kept.
QString sourceId(PaneSource source);
/// Input for what is no id.
PaneSource sourceFromId(const QString& id);

} // namespace tessera::app
