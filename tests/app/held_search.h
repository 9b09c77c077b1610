// SPDX-License-Identifier: GPL-3.0-or-later
// Makes searches of the codebook as slow as a test wants them.
#pragma once

#include "app/codes/codebook_search.h"
#include "tests/app/fake_device.h"

#include <QSemaphore>

#include <memory>

namespace tessera::tests {

/// While it lives, what is asked of a search waits.
class HeldSearch {
public:
    explicit HeldSearch(app::CodebookSearch& search)
    {
        search.run<int>(tinyModel(), [gate = m_gate](const auto&, const auto&) { gate->acquire(); });
    }
    ~HeldSearch() { m_gate->release(); }
    HeldSearch(const HeldSearch&) = delete;
    HeldSearch& operator=(const HeldSearch&) = delete;

private:
    std::shared_ptr<QSemaphore> m_gate = std::make_shared<QSemaphore>();
};

} // namespace tessera::tests
