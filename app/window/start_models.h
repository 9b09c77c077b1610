// SPDX-License-Identifier: GPL-3.0-or-later
// The start page's list of models that this computer has. It looks for them on a worker whenever it is shown.
#pragma once

#include "core/model/model_listing.h"

#include <QFutureWatcher>
#include <QWidget>

#include <stop_token>
#include <vector>

class QVBoxLayout;

namespace tessera::app {

class StartModels : public QWidget {
    Q_OBJECT
public:
    explicit StartModels(QWidget* parent = nullptr);
    ~StartModels() override;

signals:
    void modelChosen(const QString& path); ///< also one that cannot be opened: whoever opens it says why

protected:
    void showEvent(QShowEvent* event) override;

private:
    using Models = std::vector<core::ListedModel>;

    void list();
    void add(const core::ListedModel& model);

    QVBoxLayout* m_rows;
    QFutureWatcher<Models> m_watcher;
    std::stop_source m_stop;
};

} // namespace tessera::app
