// SPDX-License-Identifier: GPL-3.0-or-later
// An error taken apart by frequency: a picture each of what is coarse, in the middle and fine, in one range of colours.
#pragma once

#include <QImage>
#include <QWidget>

#include <array>

namespace tessera::app {

class BandView : public QWidget {
    Q_OBJECT
public:
    explicit BandView(QWidget* parent = nullptr);

    /// Null images show nothing yet. `range`: that the colours span; `errors`: mean squares of the bands.
    void setBands(const std::array<QImage, 3>& bands, double range, const std::array<double, 3>& errors);
    const QImage& band(std::size_t i) const { return m_bands[i]; }
    QString caption(std::size_t i) const;

    QSize sizeHint() const override { return {280, 420}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::array<QImage, 3> m_bands;
    double m_range = 0;
    std::array<double, 3> m_errors{};
};

} // namespace tessera::app
