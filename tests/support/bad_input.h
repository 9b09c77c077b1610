// SPDX-License-Identifier: Apache-2.0
// For tests of the readers: files of any bytes in a folder that goes away, and what a refusal says.
#pragma once

#include "core/error.h"

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace tessera::tests {

/// A folder of its own, removed at the end of the test.
class ScratchFolder {
public:
    std::filesystem::path path() const { return m_folder.path().toStdString(); }
    std::filesystem::path operator/(const std::string& name) const { return path() / name; }

    std::filesystem::path write(const std::string& name, std::string_view bytes) const
    {
        const std::filesystem::path file = path() / name;
        std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        return file;
    }

    QStringList names() const
    {
        QStringList names;
        for (const auto& entry : std::filesystem::directory_iterator(path()))
            names.push_back(QString::fromStdString(entry.path().filename().string()));
        names.sort();
        return names;
    }

private:
    QTemporaryDir m_folder;
};

/// What every reader promises, on any machine: an answer within ten seconds. A promise, no measure of speed.
constexpr int kPromisedMilliseconds = 10'000;

inline std::string bytesOf(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// The message of the `Refusal` that `act` throws, empty where it throws nothing. Others pass: the test fails.
template <class Refusal = core::Error, class Act>
QString messageOf(Act&& act)
{
    try {
        act();
    } catch (const Refusal& refusal) {
        return QString::fromUtf8(refusal.what());
    }
    return {};
}

/// What is wrong with `message` as a refusal that must say all of `words` (in any case); empty where nothing is.
inline QString flaw(const QString& message, const QStringList& words)
{
    constexpr int kLongest = 700; // a path, two names and a sentence
    if (message.isEmpty())
        return "nothing was refused";
    if (message.size() > kLongest)
        return "too long: " + message;
    const bool oneLine = std::none_of(message.begin(), message.end(), [](QChar c) { return c.unicode() < 0x20; });
    if (!oneLine)
        return "not one line: " + message;
    for (const QString& word : words)
        if (!message.contains(word, Qt::CaseInsensitive))
            return "does not say \"" + word + "\": " + message;
    return {};
}

/// The same for a refusal that must also say what to do.
inline QString flawOrNoRemedy(const QString& message, const QStringList& words)
{
    if (const QString found = flaw(message, words); !found.isEmpty())
        return found;
    for (const char* remedy : {"fetch", "choose ", "save it", "save the", "save model", "rename ", "put its config",
                               "put the model's config", "open one of", "close other", "download the file", "scale it down",
                               "is it the config.json of"})
        if (message.contains(remedy))
            return {};
    return "does not say what to do: " + message;
}

} // namespace tessera::tests

/// Fails with the message where it lacks one of the words.
#define REFUSES(message, words)                                                                                        \
    do {                                                                                                               \
        const QString found = tessera::tests::flaw(message, words);                                                    \
        QVERIFY2(found.isEmpty(), qPrintable(found));                                                                  \
    } while (false)

/// The same, and where it does not say what to do.
#define ADVISES(message, words)                                                                                        \
    do {                                                                                                               \
        const QString found = tessera::tests::flawOrNoRemedy(message, words);                                          \
        QVERIFY2(found.isEmpty(), qPrintable(found));                                                                  \
    } while (false)
