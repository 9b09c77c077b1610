// SPDX-License-Identifier: GPL-3.0-or-later
// The one thread that searches codebooks for the tools: where each cell takes a look at all codes, a stroke would keep
// the window waiting. What is asked is done in order. The codebook is laid out for it once, and kept while the model is
// the same. Lives on the GUI thread.
#pragma once

#include "core/analysis/code_search.h"
#include "core/model/vq_model.h"

#include <QFuture>
#include <QList>
#include <QObject>
#include <QPromise>
#include <QThreadPool>
#include <QtConcurrentRun>

#include <cstdint>
#include <memory>
#include <utility>

namespace tessera::app {

class CodebookSearch : public QObject {
    Q_OBJECT
public:
    explicit CodebookSearch(QObject* parent = nullptr);
    ~CodebookSearch() override; ///< cancels what was asked, and waits until it has heard of that

    using Search = std::shared_ptr<core::CodeSearch>; ///< to be used in `act` only, or in another of the same thread

    /// Has that thread call act(Search, QPromise<Result>&), which looks now and then whether it was cancelled.
    template <class Result, class Act>
    QFuture<Result> run(std::shared_ptr<const core::VqModel> model, Act act)
    {
        const auto work = [this, model = std::move(model), act = std::move(act)](QPromise<Result>& promise) {
            if (!promise.isCanceled())
                act(of(*model), promise);
        };
        QFuture<Result> future = QtConcurrent::run(&m_pool, work);
        remember(QFuture<void>(future));
        return future;
    }

private:
    Search of(const core::VqModel& model); ///< on that thread
    void remember(QFuture<void> future);

    QList<QFuture<void>> m_asked;
    std::uint64_t m_model = 0; ///< VqModel::serial() of m_search; these two are that thread's
    Search m_search;
    QThreadPool m_pool; ///< of one; ends before what it uses
};

} // namespace tessera::app
