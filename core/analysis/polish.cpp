// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/polish.h"

#include "core/analysis/cell_errors.h"
#include "core/analysis/neighbours.h"
#include "core/error.h"

#include <algorithm>
#include <cassert>
#include <map>

namespace tessera::core {
namespace {

/// Exact decodes for what a group of cells seems to gain: the first finds the cells that do not hold, in most groups.
constexpr int kAttempts = 3;

/// Codes that a cell tries, the most promising first.
class Candidates {
public:
    Candidates(const VqModel& model, const PolishTask& task, int count)
        : m_model(model)
        , m_task(task)
        , m_count(count)
    {
    }

    /// The candidate of rank `rank` for a cell; nothing where there are fewer.
    std::optional<std::int32_t> of(Cell cell, int rank)
    {
        const std::vector<std::int32_t>& codes = listOf(cell);
        if (rank >= static_cast<int>(codes.size()))
            return {};
        return codes[static_cast<std::size_t>(rank)];
    }

private:
    const std::vector<std::int32_t>& listOf(Cell cell)
    {
        const auto index = static_cast<std::size_t>(cell.row * m_task.codes.cols + cell.col);
        const auto [entry, isNew] = m_lists.try_emplace(index);
        if (isNew)
            entry->second = m_task.latents ? nearLatents(cell) : nearCode(m_task.codes.at(cell.row, cell.col));
        return entry->second;
    }

    /// One more than is tried: the cell's own code is likely to be among them.
    std::vector<std::int32_t> nearLatents(Cell cell) const
    {
        const Weight& codebook = m_model.codebook();
        const auto codes = static_cast<std::size_t>(codebook.shape[0]),
                   length = static_cast<std::size_t>(codebook.shape[1]);
        std::vector<float> distances(codes);
        for (std::size_t k = 0; k < codes; ++k)
            for (std::size_t e = 0; e < length; ++e) {
                const float off = codebook.values[k * length + e]
                    - m_task.latents->at(0, static_cast<std::int64_t>(e), cell.row, cell.col);
                distances[k] += off * off;
            }
        std::vector<std::int32_t> order(codes);
        for (std::size_t k = 0; k < codes; ++k)
            order[k] = static_cast<std::int32_t>(k);
        const auto kept = static_cast<std::ptrdiff_t>(std::min(codes, static_cast<std::size_t>(m_count) + 1));
        std::ranges::partial_sort(order, order.begin() + kept, [&](std::int32_t a, std::int32_t b) {
            const float left = distances[static_cast<std::size_t>(a)], right = distances[static_cast<std::size_t>(b)];
            return left != right ? left < right : a < b;
        });
        order.resize(static_cast<std::size_t>(kept));
        return order;
    }

    std::vector<std::int32_t> nearCode(std::int32_t code) const
    {
        std::vector<std::int32_t> codes{code};
        for (const Neighbour& neighbour : nearestCodes(m_model.codebook(), code, m_count))
            codes.push_back(neighbour.code);
        return codes;
    }

    const VqModel& m_model;
    const PolishTask& m_task;
    int m_count;
    std::map<std::size_t, std::vector<std::int32_t>> m_lists;
};

struct Change {
    Cell cell;
    std::int32_t code = 0;
    double gain = 0; ///< of squared error around the cell, as screened
};

class Polisher {
public:
    Polisher(Device& device, const VqModel& model, const PolishTask& task, const PolishSettings& settings,
             const std::stop_token& stop, const std::function<void(const PolishState&)>& report)
        : m_device(device)
        , m_model(model)
        , m_task(task)
        , m_settings(settings)
        , m_stop(stop)
        , m_report(report)
        , m_target(task.seen, task.how, model.factor())
        , m_candidates(model, task, settings.candidates)
        , m_radius((settings.apart - 1) / 2)
    {
        m_result.codes = task.codes;
    }

    PolishResult run()
    {
        try {
            begin();
            for (int pass = 0; pass < m_settings.passes; ++pass)
                for (int down = 0; down < m_settings.apart; ++down)
                    for (int across = 0; across < m_settings.apart; ++across)
                        polishCells(cellsFrom(down, across));
        } catch (const Cancelled&) {
            m_result.stopped = true;
        }
        return std::move(m_result);
    }

private:
    /// Changes that were put in, and what an exact decode says of them.
    struct Verified {
        IndexMap codes;
        Tensor decoded;
        CellErrors errors;
        std::vector<Change> changes;
    };

    void begin()
    {
        const Tensor decoded = decode(m_result.codes);
        m_errors = m_target.errors(decoded);
        m_result.state.psnrBefore = m_result.state.psnr = m_target.psnr(decoded);
        m_touched.assign(m_task.codes.codes.size(), 1);
    }

    Tensor decode(const IndexMap& codes)
    {
        Tensor decoded = m_device.decodeCodes(m_model, codes, {m_stop, {}});
        ++m_result.state.decodes;
        return decoded;
    }

    /// Says how far it is; a pass is so many decodes where nothing has to be rolled back.
    void report(double partOfCells)
    {
        const double cells = static_cast<double>(m_settings.apart) * m_settings.apart * m_settings.passes;
        m_result.state.fraction = std::min(1.0, (static_cast<double>(m_groups) + partOfCells) / cells);
        if (m_report)
            m_report(m_result.state);
        if (m_stop.stop_requested())
            throw Cancelled();
    }

    /// One in each square of `apart` cells; those that may change, and whose surroundings are not as they were when
    /// they were tried.
    std::vector<Cell> cellsFrom(int down, int across) const
    {
        std::vector<Cell> cells;
        for (int row = down; row < m_task.codes.rows; row += m_settings.apart)
            for (int col = across; col < m_task.codes.cols; col += m_settings.apart)
                if ((m_settings.region.isEmpty() || m_settings.region.contains({row, col})) && isTouched({row, col}))
                    cells.push_back({row, col});
        return cells;
    }

    bool isTouched(Cell cell) const { return m_touched[static_cast<std::size_t>(indexOf(cell))] != 0; }
    std::int64_t indexOf(Cell cell) const { return cell.row * m_task.codes.cols + cell.col; }

    void polishCells(const std::vector<Cell>& cells)
    {
        if (!cells.empty()) {
            std::vector<Change> changes = screen(cells);
            for (const Cell& cell : cells)
                m_touched[static_cast<std::size_t>(indexOf(cell))] = 0;
            std::erase_if(changes, [](const Change& change) { return change.gain <= 0; });
            keepWhatHolds(std::move(changes));
        }
        ++m_groups;
        report(0);
    }

    /// For each of the cells the candidate that gains most, each rank of candidates in one decode.
    std::vector<Change> screen(const std::vector<Cell>& cells)
    {
        std::vector<Change> best;
        for (const Cell& cell : cells)
            best.push_back({cell, 0, 0});
        // The cell's own code among the candidates takes the place of one that is not tried.
        for (int rank = 0; rank <= m_settings.candidates; ++rank) {
            IndexMap trial = m_result.codes;
            std::vector<std::size_t> tried;
            for (std::size_t i = 0; i < cells.size(); ++i) {
                const std::optional<std::int32_t> code = m_candidates.of(cells[i], rank);
                std::int32_t& place = trial.at(cells[i].row, cells[i].col);
                if (!code || *code == place)
                    continue;
                place = *code;
                tried.push_back(i);
            }
            if (tried.empty())
                continue;
            const CellErrors errors = m_target.errors(decode(trial));
            for (const std::size_t i : tried) {
                const double gain = m_errors.around(cells[i], m_radius) - errors.around(cells[i], m_radius);
                if (gain > best[i].gain)
                    best[i] = {cells[i], trial.at(cells[i].row, cells[i].col), gain};
            }
            report(static_cast<double>(rank + 1) / (m_settings.candidates + 2));
        }
        return best;
    }

    /// Puts the changes in, as far as an exact decode is better for them: all, without those whose surroundings got
    /// worse, or the half that seemed to gain most.
    void keepWhatHolds(std::vector<Change> changes)
    {
        std::ranges::stable_sort(changes, std::ranges::greater(), &Change::gain);
        std::optional<Verified> best;
        for (int attempt = 0; attempt < kAttempts && !changes.empty(); ++attempt) {
            Verified trial{m_result.codes, {}, {}, changes};
            for (const Change& change : changes)
                trial.codes.at(change.cell.row, change.cell.col) = change.code;
            trial.decoded = decode(trial.codes);
            trial.errors = m_target.errors(trial.decoded);
            const std::size_t tried = changes.size();
            std::erase_if(changes, [&](const Change& change) {
                return trial.errors.around(change.cell, m_radius) >= m_errors.around(change.cell, m_radius);
            });
            const bool allHold = changes.size() == tried;
            if (trial.errors.total < (best ? best->errors.total : m_errors.total))
                best = std::move(trial);
            if (allHold && best)
                break;
            if (allHold)
                changes.resize(tried / 2);
        }
        if (best)
            accept(std::move(*best));
    }

    void accept(Verified better)
    {
        m_result.codes = std::move(better.codes);
        m_errors = std::move(better.errors);
        m_result.state.psnr = m_target.psnr(better.decoded);
        m_result.state.changed = 0;
        for (std::size_t i = 0; i < m_task.codes.codes.size(); ++i)
            m_result.state.changed += m_task.codes.codes[i] != m_result.codes.codes[i] ? 1 : 0;
        for (const Change& change : better.changes) {
            const CellRect around =
                CellRect{change.cell.row - m_radius, change.cell.col - m_radius, 2 * m_radius + 1, 2 * m_radius + 1}
                    .intersected(m_task.codes.grid());
            for (int row = around.top; row < around.top + around.rows; ++row)
                for (int col = around.left; col < around.left + around.cols; ++col)
                    m_touched[static_cast<std::size_t>(indexOf({row, col}))] = 1;
        }
    }

    Device& m_device;
    const VqModel& m_model;
    const PolishTask& m_task;
    const PolishSettings& m_settings;
    const std::stop_token& m_stop;
    const std::function<void(const PolishState&)>& m_report;
    CellTarget m_target;
    Candidates m_candidates;
    int m_radius;
    CellErrors m_errors; ///< of the codes as they are now
    std::vector<std::uint8_t> m_touched; ///< cells that are worth trying (again)
    std::int64_t m_groups = 0; ///< of cells that are done
    PolishResult m_result;
};

} // namespace

PolishResult polish(Device& device, const VqModel& model, const PolishTask& task, const PolishSettings& settings,
                    const std::stop_token& stop, const std::function<void(const PolishState&)>& report)
{
    assert(task.codes.count == 1 && settings.apart >= 2 && settings.candidates >= 1 && settings.passes >= 1);
    return Polisher(device, model, task, settings, stop, report).run();
}

} // namespace tessera::core
