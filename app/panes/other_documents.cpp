// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/other_documents.h"

#include "app/documents/document.h"
#include "app/panes/pane_images.h"

#include <algorithm>
#include <utility>

namespace tessera::app {

OtherDocuments::OtherDocuments(QObject* parent) : QObject(parent) {}

OtherDocuments::~OtherDocuments() = default;

void OtherDocuments::setCandidates(std::vector<Candidate> candidates, quint64 front)
{
    m_candidates = std::move(candidates);
    m_front = front;
    keepImages();
    emit changed();
}

void OtherDocuments::setUsed(std::set<quint64> numbers)
{
    numbers.erase(0);
    if (numbers == m_used)
        return;
    m_used = std::move(numbers);
    keepImages();
    emit changed();
}

void OtherDocuments::keepImages()
{
    std::erase_if(m_images, [this](const auto& entry) {
        const Candidate* candidate = find(entry.first);
        return !m_used.contains(entry.first) || isFront(entry.first) || !candidate
            || candidate->document != entry.second->document();
    });
    for (const quint64 number : m_used) {
        const Candidate* candidate = find(number);
        if (!candidate || !candidate->document || isFront(number) || m_images.contains(number))
            continue;
        auto images = std::make_unique<PaneImages>();
        images->setDocument(candidate->document);
        colour(*images, *candidate->document);
        connect(images.get(), &PaneImages::changed, this, &OtherDocuments::changed);
        connect(images.get(), &PaneImages::partChanged, this, &OtherDocuments::changed);
        connect(images.get(), &PaneImages::codesChanged, this, &OtherDocuments::changed);
        m_images.emplace(number, std::move(images));
    }
}

const OtherDocuments::Candidate* OtherDocuments::find(quint64 number) const
{
    const auto found = std::ranges::find(m_candidates, number, &Candidate::number);
    return found == m_candidates.end() ? nullptr : &*found;
}

const PaneImages* OtherDocuments::imagesOf(quint64 number) const
{
    const auto found = m_images.find(number);
    return found == m_images.end() || !found->second->document() ? nullptr : found->second.get();
}

QString OtherDocuments::nameOf(quint64 number) const
{
    const Candidate* candidate = find(number);
    return candidate ? candidate->name : tr("closed");
}

bool OtherDocuments::isWorking(quint64 number) const
{
    const Candidate* candidate = find(number);
    return candidate && candidate->isWorking;
}

void OtherDocuments::setCodeColours(const std::vector<QRgb>& colours)
{
    m_colours = colours;
    for (const auto& [number, images] : m_images)
        if (const Candidate* candidate = find(number); candidate && candidate->document)
            colour(*images, *candidate->document);
}

/// Colours of other models would mean nothing.
void OtherDocuments::colour(PaneImages& images, const Document& document) const
{
    const bool fits =
        document.hasCodes() && document.model()->config().codes == static_cast<std::int64_t>(m_colours.size());
    images.setCodeColours(fits ? m_colours : std::vector<QRgb>());
}

} // namespace tessera::app
