// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/picture_stream.h"

#include "app/pictures/picture_files.h"
#include "core/error.h"
#include "core/memory.h"

#include <new>

namespace tessera::app::cli {
namespace {

constexpr std::size_t kAhead = 2;

LoadedPicture load(const std::filesystem::path& path, const core::VqModel& model)
{
    LoadedPicture loaded{.path = path};
    try {
        const ReadPicture read = readPicture(path);
        // What is shown in part can be looked at, but its figures would be those of another picture.
        if (read.facts.damaged)
            throw core::FormatError(read.notes.front());
        loaded.colours = core::modelColours(read.picture, model.config());
        core::Prepared prepared = core::prepare(loaded.colours, model.config(), core::Fit::pad);
        loaded.how = prepared.how;
        loaded.tensor = std::move(prepared.tensor);
    } catch (const core::Error& error) {
        return {.path = path, .why = reasonOf(error.what(), path)};
    } catch (const std::bad_alloc&) {
        return {.path = path, .why = core::memoryShortage("for this picture", {}, "use a smaller one, or close other programs")};
    }
    return loaded;
}

} // namespace

PictureStream::PictureStream(const std::vector<std::filesystem::path>& pictures, const core::VqModel& model)
    : m_pictures(pictures)
    , m_model(model)
{
    readAhead();
}

std::optional<LoadedPicture> PictureStream::next()
{
    if (m_ahead.empty())
        return {};
    LoadedPicture loaded = m_ahead.front().get();
    m_ahead.pop_front();
    readAhead();
    return loaded;
}

void PictureStream::readAhead()
{
    for (; m_ahead.size() < kAhead && m_started < m_pictures.size(); ++m_started)
        m_ahead.push_back(std::async(std::launch::async,
                                     [&path = m_pictures[m_started], &model = m_model] { return load(path, model); }));
}

} // namespace tessera::app::cli
