// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves a document, how and where to. A value: "Repeat Last Export" keeps the newest of each document.
#pragma once

#include "app/panes/difference_image.h"
#include "app/pictures/picture_files.h"

#include <QRgb>
#include <QString>

#include <vector>

namespace tessera::app {

enum class ExportSubject {
    reconstruction, ///< what the codes decode to, on the original's pixels
    difference,     ///< from the input, in the colours of the panes
    indexMap,       ///< the codes as colours, as in the Codes pane
    codes,          ///< the codes as numbers
};

struct ExportRequest {
    ExportSubject subject = ExportSubject::reconstruction;
    QString path; ///< whose extension decides the format
    PictureWriteOptions picture{};
    bool cellsInPictureSize = false; ///< of an index map: f x f pixels a cell instead of one
    bool isSigned = false; ///< of a difference: which of both is lighter, instead of how far they are apart

    bool operator==(const ExportRequest&) const = default;
};

/// How things look in the window when they leave it.
struct ExportLooks {
    std::vector<QRgb> codeColours; ///< one for each code
    double errorRange = 0.25;      ///< of the Error pane: the difference that gets the last colour
    DifferenceStyle difference{};  ///< of the pane that shows one; else with its own range
};

} // namespace tessera::app
