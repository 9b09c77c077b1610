// SPDX-License-Identifier: GPL-3.0-or-later
// The code that is painted: its look, its number, how often the picture has it, and the codes nearest to it.
#pragma once

#include <QWidget>

#include <cstdint>
#include <vector>

class QLabel;
class QSpinBox;
class QToolButton;

namespace tessera::app {

class CodeLooks;

class CodeCard : public QWidget {
    Q_OBJECT
public:
    static constexpr int kNeighbours = 8;

    explicit CodeCard(CodeLooks& looks, QWidget* parent = nullptr);

    void setCode(int code);
    void setCounts(std::vector<std::int64_t> counts, std::int64_t cells);
    /// The looks, or the model, have changed.
    void refresh();
    /// More codes have been decoded.
    void showSwatches();

signals:
    void chosen(int code);

protected:
    void changeEvent(QEvent* event) override;

private:
    void showUsage();
    void showNeighbours();

    CodeLooks& m_looks;
    int m_code = 0;
    std::vector<std::int64_t> m_counts;
    std::int64_t m_cells = 0;
    QLabel* m_swatch;
    QSpinBox* m_number;
    QLabel* m_of;
    QLabel* m_usage;
    std::vector<QToolButton*> m_nearest;
};

} // namespace tessera::app
