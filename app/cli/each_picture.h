// SPDX-License-Identifier: GPL-3.0-or-later
// What is done with each of many pictures, where a bad one does not keep the others from going on.
#pragma once

#include "app/cli/options.h"
#include "app/cli/picture_stream.h"
#include "core/memory.h"

#include <new>

namespace tessera::app::cli {

/// Runs `work` for a picture; what is the matter with this one alone becomes its failure.
template <class Work>
bool tried(const std::filesystem::path& path, std::vector<Failure>& failed, Work&& work)
{
    const auto fail = [&](const std::string& why) {
        say(path.string() + ": " + why);
        failed.push_back({path.string(), why});
        return false;
    };
    try {
        work();
        return true;
    } catch (const core::Cancelled&) {
        throw;
    } catch (const core::OutOfDeviceMemory& error) {
        return fail(error.what());
    } catch (const core::DeviceError&) {
        throw; // the others would fare no better
    } catch (const core::Error& error) {
        return fail(reasonOf(error.what(), path));
    } catch (const std::bad_alloc&) {
        return fail(core::memoryShortage("for this picture", {}, "use a smaller one, or close other programs"));
    }
}

/// Goes through the pictures of a list that can be read.
template <class Work>
void forEachPicture(const PictureList& list, const core::VqModel& model, const core::Progress& progress,
                    std::vector<Failure>& failed, Work&& work)
{
    for (const Failure& failure : list.failed) {
        say(failure.path + ": " + failure.why);
        failed.push_back(failure);
    }
    PictureStream stream(list.pictures, model);
    double done = 0;
    while (std::optional<LoadedPicture> loaded = stream.next()) {
        progress.step(done++ / static_cast<double>(list.pictures.size()));
        const std::filesystem::path path = loaded->path;
        tried(path, failed, [&] {
            if (!loaded->why.empty())
                throw core::FormatError(loaded->why);
            work(std::move(*loaded));
        });
    }
}

} // namespace tessera::app::cli
