// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stamps/stamp_shelf.h"

#include <algorithm>
#include <utility>

namespace tessera::app {
namespace {

int placeOf(const std::vector<Stamp>& stamps, int key)
{
    const auto found = std::ranges::find(stamps, key, &Stamp::key);
    return key != 0 && found != stamps.end() ? static_cast<int>(found - stamps.begin()) : -1;
}

void addTo(std::vector<Stamp>& stamps, Stamp stamp)
{
    if (std::ranges::find(stamps, stamp.block, &Stamp::block) != stamps.end())
        return;
    if (placeOf(stamps, stamp.key) >= 0)
        stamp.key = 0;
    stamps.push_back(std::move(stamp));
}

} // namespace

QString shelfNameOf(const std::string& model, std::int64_t codes)
{
    return QStringLiteral("%1 %2").arg(QString::fromStdString(model)).arg(codes);
}

void StampShelf::setModel(const QString& name)
{
    if (name == m_model)
        return;
    m_others.insert(m_model, std::move(m_stamps));
    m_model = name;
    m_stamps = m_others.take(name);
    emit changed();
}

std::vector<Stamp> StampShelf::stampsOf(const QString& model) const
{
    return model == m_model ? m_stamps : m_others.value(model);
}

void StampShelf::add(const QString& model, const std::vector<Stamp>& stamps)
{
    for (const Stamp& stamp : stamps)
        addTo(model == m_model ? m_stamps : m_others[model], stamp);
    if (model == m_model)
        emit changed();
}

int StampShelf::keep(core::CodeBlock block, int key)
{
    if (const int before = placeOfKey(key); before >= 0)
        m_stamps[static_cast<std::size_t>(before)].key = 0;
    auto found = std::ranges::find(m_stamps, block, &Stamp::block);
    if (found == m_stamps.end()) {
        const QString name = tr("%1 × %2").arg(block.cols).arg(block.rows);
        m_stamps.push_back({name, std::move(block), 0});
        found = m_stamps.end() - 1;
    }
    if (key != 0)
        found->key = key;
    const int place = static_cast<int>(found - m_stamps.begin());
    emit changed();
    return place;
}

void StampShelf::remove(int place)
{
    m_stamps.erase(m_stamps.begin() + place);
    emit changed();
}

void StampShelf::rename(int place, const QString& name)
{
    m_stamps[static_cast<std::size_t>(place)].name = name;
    emit changed();
}

int StampShelf::placeOfKey(int key) const
{
    return placeOf(m_stamps, key);
}

} // namespace tessera::app
