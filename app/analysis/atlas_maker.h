// SPDX-License-Identifier: GPL-3.0-or-later
// The codebook of the current model as a map, computed on a worker once somebody looks: the principal layout first, which
// is there at once, then the one that keeps neighbours. Lives on the GUI thread.
#pragma once

#include "core/analysis/atlas.h"
#include "core/model/vq_model.h"

#include <QFutureWatcher>
#include <QObject>
#include <QString>

#include <array>
#include <memory>
#include <stop_token>

namespace tessera::app {

enum class AtlasKind { principal, neighbours };

struct CodeAtlas {
    static constexpr int kNeighbours = 10; ///< of each code, that `kept` looks at

    std::shared_ptr<const core::VqModel> model;
    std::array<core::AtlasLayout, 2> layouts; ///< by AtlasKind; empty until it is computed
    std::array<double, 2> kept{};             ///< which part of the codes' nearest is near in the layout, too
    std::vector<double> distances;            ///< of each code to its nearest
    double medianDistance = 0;                ///< of those
    double typicalDistance = 0;               ///< of two codes at random

    const core::AtlasLayout& layout(AtlasKind kind) const { return layouts[static_cast<std::size_t>(kind)]; }
};

class AtlasMaker : public QObject {
    Q_OBJECT
public:
    explicit AtlasMaker(QObject* parent = nullptr);
    ~AtlasMaker() override;

    void setModel(const std::shared_ptr<const core::VqModel>& model); ///< null: none
    /// Does somebody look? What is under way is given up where nobody does.
    void setWanted(bool wanted);

    /// Null before the first layout of this model.
    const std::shared_ptr<const CodeAtlas>& atlas() const { return m_atlas; }
    bool isRunning() const { return m_worker.isRunning(); }
    int percent() const { return m_worker.progressValue(); } ///< of what runs
    QString problem() const { return m_problem; }

signals:
    void changed();

private:
    using Made = std::shared_ptr<const CodeAtlas>;

    void make();
    void stop();

    std::shared_ptr<const core::VqModel> m_model;
    bool m_isWanted = false;
    bool m_isMade = false; ///< or cannot be
    Made m_atlas;
    QString m_problem;
    std::stop_source m_stop; ///< of what runs
    QFutureWatcher<Made> m_worker;
};

} // namespace tessera::app
