// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/picture_list.h"

#include "app/pictures/header.h"
#include "core/error.h"
#include "core/files/bounded_file.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace tessera::app {
namespace {

namespace fs = std::filesystem;

bool isCalledLikeAPicture(const fs::path& file)
{
    std::string suffix = file.extension().string();
    std::ranges::transform(suffix, suffix.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    constexpr std::array kSuffixes{".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".gif", ".bmp"};
    return std::ranges::find(kSuffixes, suffix) != kSuffixes.end();
}

bool beginsLikeAPicture(const fs::path& file)
{
    try {
        const core::InputFile input(file);
        std::array<std::byte, 32> head{};
        const std::span<std::byte> start(head.data(),
                                         static_cast<std::size_t>(std::min<std::uint64_t>(input.size(), 32)));
        input.read(0, start);
        return pictureFormatOf(start).has_value();
    } catch (const core::Error&) {
        return false;
    }
}

bool isHidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

class Walker {
public:
    explicit Walker(PictureList& list)
        : m_list(list)
    {
    }

    void folder(const fs::path& folder)
    {
        std::error_code error;
        std::vector<fs::path> files, folders;
        for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
            if (isHidden(it->path()))
                continue;
            std::error_code ignored;
            if (fs::is_directory(it->symlink_status(ignored)))
                folders.push_back(it->path());
            else if (!it->is_directory(ignored)) // a link to a folder may lead round in a circle
                files.push_back(it->path());
        }
        if (error)
            m_list.failed.push_back({folder.string(), "the folder cannot be read: " + error.message()});
        std::ranges::sort(files);
        std::ranges::sort(folders);
        for (fs::path& file : files) {
            if (isCalledLikeAPicture(file) || beginsLikeAPicture(file))
                m_list.pictures.push_back(std::move(file));
            else
                ++m_list.passedOver;
        }
        for (const fs::path& below : folders)
            this->folder(below);
    }

private:
    PictureList& m_list;
};

} // namespace

PictureList listPictures(const std::vector<std::string>& arguments)
{
    PictureList list;
    for (const std::string& argument : arguments) {
        std::error_code error;
        if (fs::is_directory(argument, error))
            Walker(list).folder(argument);
        else
            list.pictures.emplace_back(argument);
    }
    if (list.pictures.empty() && list.failed.empty())
        throw core::Error("no pictures in " + arguments.front() + (arguments.size() > 1 ? " and the other folders" : "")
                          + "; expected " + kReadPictures + "; choose pictures, or a folder that holds some");
    return list;
}

std::string reasonOf(const std::string& message, const std::filesystem::path& file)
{
    const std::string name = file.string() + ": ", unread = "cannot read " + name;
    if (message.starts_with(unread))
        return "cannot be read: " + message.substr(unread.size());
    return message.starts_with(name) ? message.substr(name.size()) : message;
}

} // namespace tessera::app
