// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/device_in_use.h"

#include "app/documents/document.h"
#include "app/engine/engine.h"

namespace tessera::app {
namespace {

constexpr int kUsualCells = 32; ///< on a side, of a picture that nobody knows yet

} // namespace

DeviceInUse::DeviceInUse(Engine& engine) : m_engine(engine)
{
    connect(&engine, &Engine::deviceOpened, this, [this](const QString& name, bool exact) {
        m_name = name;
        m_isExact = exact;
        emit changed();
    });
}

QString DeviceInUse::arithmetic() const
{
    return m_isExact ? tr("exact arithmetic") : tr("fast arithmetic");
}

void DeviceInUse::prepareFor(const Document* document, const std::shared_ptr<const core::VqModel>& model)
{
    if (m_name.isEmpty())
        return;
    if (document && document->hasCodes())
        m_engine.prepare(document->model(), document->codes().rows, document->codes().cols);
    else if (model)
        m_engine.prepare(model, kUsualCells, kUsualCells);
}

} // namespace tessera::app
