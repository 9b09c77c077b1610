// SPDX-License-Identifier: Apache-2.0
// A small project with something of everything, for tests.
#pragma once

#include "core/files/project.h"

#include <cstring>
#include <string_view>

namespace tessera::tests {

inline std::vector<std::byte> bytesOf(std::string_view text)
{
    std::vector<std::byte> bytes(text.size());
    std::memcpy(bytes.data(), text.data(), text.size());
    return bytes;
}

inline core::Region cells(int top, int left, int rows, int cols)
{
    return {{top, left, rows, cols}, std::vector<std::uint8_t>(static_cast<std::size_t>(rows * cols), 1)};
}

/// `code` painted over a rectangle of the codes as they are.
inline core::HistoryEvent painted(const core::EditState& state, int top, int left, int rows, int cols, int code,
                                 core::HistoryEvent::Kind kind = core::HistoryEvent::Kind::step)
{
    return {kind, {{core::makePatch(state.codes, cells(top, left, rows, cols), core::codeInk(code)), {}}, "Brush"}};
}

inline core::HistoryEvent selected(const core::EditState& state, core::Region region)
{
    return {.step = {{{}, core::SelectionChange{state.selection, std::move(region)}}, "Select"}};
}

inline void happen(core::Project& project, const core::HistoryEvent& event)
{
    core::replay(event, project.model.codes, project.state, project.history);
}

/// 7 x 11 cells of 300 codes, three steps done and one undone.
inline core::Project madeProject()
{
    core::Project project;
    project.title = "sea & <sky>.jpg";
    project.picture = {"sea.jpg", bytesOf("these are the bytes of a picture's file")};
    project.picturePath = "pictures/sea.jpg";
    project.fit = core::Fit::crop;
    project.model = {"tiny", "models/tiny", std::string(64, 'a'), 300, 4, {}};
    project.encodedCodes = core::IndexMap(1, 7, 11);
    for (std::size_t i = 0; i < project.encodedCodes.codes.size(); ++i)
        project.encodedCodes.codes[i] = static_cast<std::int32_t>(i * 5 % 300);
    project.state.codes = project.encodedCodes;
    happen(project, painted(project.state, 1, 2, 3, 4, 17));
    happen(project, selected(project.state, cells(2, 2, 3, 5)));
    happen(project, painted(project.state, 0, 0, 7, 11, 299));
    happen(project, painted(project.state, 5, 5, 2, 2, 3));
    happen(project, {.kind = core::HistoryEvent::Kind::undo, .count = 1});
    project.stamps = {{"leaf", 3, {2, 3, {1, 2, 3, 4, 0, 299}, {1, 1, 1, 1, 0, 1}}}};
    project.view = {2.5, 100.25, -3, false};
    project.thumbnail = bytesOf("not really a PNG");
    return project;
}

} // namespace tessera::tests
