// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/model_search.h"

#include "app/documents/document.h"

namespace tessera::app {

core::CodeSearch& ModelSearch::of(const Document& document)
{
    const core::VqModel& model = *document.model();
    if (!m_search || m_model != model.serial()) {
        m_search = std::make_unique<core::CodeSearch>(model.codebook());
        m_model = model.serial();
    }
    return *m_search;
}

} // namespace tessera::app
