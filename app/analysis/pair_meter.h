// SPDX-License-Identifier: GPL-3.0-or-later
// Quality figures of any two pictures that a pane compares, kept up on a worker; the newest pair wins, what is older is
// given up. Lives on the GUI thread.
#pragma once

#include "core/analysis/quality.h"
#include "core/edit/region.h"
#include "core/model/preprocess.h"
#include "core/model/vq_model.h"
#include "core/picture.h"

#include <QFutureWatcher>
#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <stop_token>

namespace tessera::app {

/// One picture of a pair.
struct PairSide {
    std::shared_ptr<const core::Picture> picture{};  ///< in model size; null for none
    std::shared_ptr<const core::Picture> original{}; ///< of an input; null for what is decoded
    core::Preparation how{};                         ///< of its document, as is the model
    std::shared_ptr<const core::VqModel> model{};

    /// The preparation follows from the others.
    bool operator==(const PairSide& other) const
    {
        return picture == other.picture && original == other.original && model == other.model;
    }
};

struct PairSources {
    PairSide first, second;
    core::Region selection{}; ///< of cells of the document in front; may be empty
    int factor = 1;           ///< of its model

    bool operator==(const PairSources&) const = default;
    bool isThere() const { return first.picture && second.picture; }
};

struct PairFigures {
    core::Quality picture; ///< of the pictures' own pixels: without padding, each in its own size
    /// Of those under the selected cells; of resized pictures in model size. Nothing without a selection.
    std::optional<core::Quality> selection;
};

/// Pure: safe on any thread. Throws ShapeError where sizes or channels differ, and Cancelled.
PairFigures pairFigures(const PairSources& sources, const core::Progress& progress = {});

class PairMeter : public QObject {
    Q_OBJECT
public:
    explicit PairMeter(QObject* parent = nullptr);
    ~PairMeter() override;

    /// Cheap where nothing is new. Where one of the pictures is not there, the figures stay and are not current.
    void want(const PairSources& sources);
    void reset(); ///< of another pair nothing may stay in sight

    const std::optional<PairFigures>& figures() const { return m_outcome.figures; }
    QString problem() const { return m_outcome.problem; } ///< why there are none
    bool isCurrent() const { return m_measured.isThere() && m_measured == m_wanted; }

signals:
    void changed();

private:
    struct Outcome {
        std::optional<PairFigures> figures;
        QString problem;
    };

    PairSources m_wanted, m_measured;
    Outcome m_outcome; ///< of m_measured
    std::stop_source m_stop; ///< of the newest worker
    QFutureWatcher<Outcome> m_worker;
};

} // namespace tessera::app
