// SPDX-License-Identifier: GPL-3.0-or-later
// Moves the selected codes, and the selection with them. What they leave behind gets the encoder's codes.
#pragma once

#include "core/edit/code_block.h"
#include "core/edit/region.h"
#include "core/index_map.h"

namespace tessera::app {

class Document;

class SelectionMove {
public:
    /// From where the selection is now.
    explicit SelectionMove(const Document& document);

    /// Puts codes and selection that far down and to the right of where they began, whatever came before; the calls
    /// with one `stroke` are one step of undo. Does nothing where no selected cell would stay on the grid.
    void to(Document& document, int rows, int cols, int stroke) const;

private:
    core::Region m_selection;
    core::IndexMap m_codes;
    core::CodeBlock m_block; ///< what is moved
};

} // namespace tessera::app
