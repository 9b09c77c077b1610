// SPDX-License-Identifier: GPL-3.0-or-later
// A search in the codebook of the document at hand, made when it is first needed and kept while the model is the same.
#pragma once

#include "core/analysis/code_search.h"

#include <cstdint>
#include <memory>

namespace tessera::app {

class Document;

class ModelSearch {
public:
    /// `document` has codes. Valid until the next call for a document of another model.
    core::CodeSearch& of(const Document& document);

private:
    std::uint64_t m_model = 0; ///< VqModel::serial()
    std::unique_ptr<core::CodeSearch> m_search;
};

} // namespace tessera::app
