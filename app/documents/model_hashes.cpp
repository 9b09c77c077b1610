// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/documents/model_hashes.h"

#include "app/projects/project_snapshot.h"

#include <QFutureWatcher>
#include <QtConcurrentRun>

#include <algorithm>

namespace tessera::app {
namespace {

bool areAlike(const core::VqModel& one, const core::VqModel& other)
{
    return one.config().codes == other.config().codes && one.factor() == other.factor();
}

} // namespace

void ModelHashes::compare(const std::vector<core::OpenedModel>& models)
{
    for (const core::OpenedModel& model : models) {
        const bool hasTwin = std::ranges::any_of(models, [&](const core::OpenedModel& other) {
            return other.model != model.model && areAlike(*other.model, *model.model);
        });
        if (hasTwin && !m_hashes.contains(model.model->serial()))
            compute(model);
    }
}

void ModelHashes::compute(const core::OpenedModel& model)
{
    m_hashes.insert(model.model->serial(), {});
    auto* watcher = new QFutureWatcher<std::string>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, kept = model.model] {
        watcher->deleteLater();
        note(*kept, watcher->result());
    });
    watcher->setFuture(QtConcurrent::run([files = model.files]() -> std::string {
        try {
            return hashOf(files);
        } catch (const std::exception&) {
            return {}; // its files are gone: it is the same as no other
        }
    }));
}

void ModelHashes::note(const core::VqModel& model, const std::string& hash)
{
    m_hashes.insert(model.serial(), hash);
    emit changed();
}

bool ModelHashes::areSame(const core::VqModel* one, const core::VqModel* other) const
{
    if (!one || !other)
        return false;
    if (one == other)
        return true;
    if (!areAlike(*one, *other))
        return false;
    const std::string hash = of(*one);
    return !hash.empty() && hash == of(*other);
}

std::string ModelHashes::of(const core::VqModel& model) const { return m_hashes.value(model.serial()); }

} // namespace tessera::app
