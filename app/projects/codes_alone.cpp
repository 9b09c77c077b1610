// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/projects/codes_alone.h"

#include "app/codes/decoded_size.h"

#include <cassert>

namespace tessera::app {

core::Prepared preparedForCodes(const core::IndexMap& codes, std::int64_t factor)
{
    core::Prepared prepared;
    core::Preparation& how = prepared.how;
    how.pictureWidth = how.modelWidth = static_cast<int>(codes.cols * factor);
    how.pictureHeight = how.modelHeight = static_cast<int>(codes.rows * factor);
    return prepared;
}

OpenedProject projectOfCodes(const core::IndexMap& codes, const QString& title, const core::OpenedModel& model)
{
    assert(codes.count == 1 && model.model);
    const core::Config& config = model.model->config();
    core::checkCodes(codes, config.codes);
    checkDecodedSize(*model.model, 1, codes.rows, codes.cols);
    auto project = std::make_shared<core::Project>();
    project->title = title.toStdString();
    project->model = {.name = model.model->name(),
                      .folder = model.files.folder.string(),
                      .codes = config.codes,
                      .factor = config.factor()};
    project->encodedCodes = codes;
    project->state.codes = codes;
    return {.project = std::move(project), .model = model, .prepared = preparedForCodes(codes, config.factor())};
}

} // namespace tessera::app
