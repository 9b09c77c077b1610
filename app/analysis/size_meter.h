// SPDX-License-Identifier: GPL-3.0-or-later
// What a picture takes as a file of the usual formats, measured off the GUI thread, of each picture once. The newest
// counts.
#pragma once

#include "app/exports/file_sizes.h"

#include <QFutureWatcher>
#include <QObject>

#include <memory>
#include <optional>

namespace tessera::app {

class SizeMeter : public QObject {
    Q_OBJECT
public:
    using Sizes = std::vector<FileSize>;

    explicit SizeMeter(QObject* parent = nullptr);
    ~SizeMeter() override;

    /// Nothing new where it is the picture that was measured last.
    void measure(const std::shared_ptr<const core::Picture>& picture);
    /// Nothing yet; empty where there was no memory to measure.
    const std::optional<Sizes>& sizes() const { return m_sizes; }

signals:
    void measured();

private:
    std::shared_ptr<const core::Picture> m_picture; ///< whose sizes are there or under way
    std::optional<Sizes> m_sizes;
    QFutureWatcher<Sizes> m_work;
};

} // namespace tessera::app
