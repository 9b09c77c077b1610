// SPDX-License-Identifier: GPL-3.0-or-later
// What lies over codes and pictures, as people have chosen it: codes over the pictures, contours, marks of edited
// cells, a map of distances or errors, and the one code that is looked for while all others are dimmed. Lives on the GUI thread.
#pragma once

#include "app/overlays/coloured_map.h"
#include "core/analysis/code_distances.h"

#include <QObject>

#include <memory>

namespace tessera::app {

struct ErrorReport;

class Overlays : public QObject {
    Q_OBJECT
public:
    enum class Map {
        none,
        distance, ///< of the encoder's latents to their nearest code
        margin,   ///< how much farther the second nearest is
        autoencoder,  ///< mean squared error of the decode of the unquantized latents
        quantization, ///< what the reconstruction's has beyond that
        ssim,         ///< 1 - SSIM of input and reconstruction
        squared,      ///< mean squared error of the two
        absolute,     ///< mean absolute error of the two
        autoencoderPixels, ///< the same errors of each pixel
        quantizationPixels,
    };

    explicit Overlays(QObject* parent = nullptr) : QObject(parent) {}

    struct Choice {
        bool codes = false;        ///< over the pictures
        double codesOpacity = 0.4; ///< 0..1
        bool contours = false;
        double contourStep = 0; ///< they run where codes are farther apart than this part of what is typical
        bool edited = false;    ///< marks cells whose code is not the encoder's
        Map map = Map::none;
        double mapOpacity = 0.75; ///< 0..1

        bool operator==(const Choice&) const = default;
    };
    const Choice& choice() const { return m_choice; }
    void setChoice(const Choice& choice);

    /// The code that others give way to: the one under the mouse, or else the pinned one; -1: none.
    int isolated() const { return m_hovered >= 0 ? m_hovered : m_pinned; }
    int pinned() const { return m_pinned; }
    void setHovered(int code);
    void setPinned(int code);
    /// Pins the code, or releases it where it is pinned.
    void togglePin(int code) { setPinned(code == m_pinned ? -1 : code); }

    /// Null where there are none (yet).
    void setDistances(const std::shared_ptr<const core::CodeDistances>& distances);
    void setErrors(const std::shared_ptr<const ErrorReport>& errors); ///< likewise
    /// The chosen map, one pixel a cell, or one for each pixel of the input; null for none.
    const QImage& mapImage() const { return m_map.image; }
    double mapRange() const { return m_map.range; } ///< the colours span 0 to this; signed ones -this to this
    core::ColourMap mapColours() const;

signals:
    void changed();
    void choiceChanged();

private:
    void makeMap();

    Choice m_choice;
    int m_hovered = -1, m_pinned = -1;
    std::shared_ptr<const core::CodeDistances> m_distances;
    std::shared_ptr<const ErrorReport> m_errors;
    ColouredMap m_map;
};

} // namespace tessera::app
