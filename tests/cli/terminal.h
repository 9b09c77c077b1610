// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the built program as a person does: at a terminal, whose questions are answered.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <vector>

namespace tessera::tests {

struct TerminalRun {
    int exitCode = -1; ///< -1: crashed or took too long
    QByteArray shown;  ///< all that stood on the terminal
    int questions = 0;
};

/// `answer` is typed at each question.
inline TerminalRun runAtTerminal(const QStringList& arguments, const QByteArray& answer)
{
    std::vector<std::string> words{TESSERA_BINARY_DIR "/tessera"};
    for (const QString& argument : arguments)
        words.push_back(argument.toStdString());
    std::vector<char*> pointers;
    for (std::string& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    int terminal = -1;
    const pid_t child = ::forkpty(&terminal, nullptr, nullptr, nullptr);
    if (child == 0) {
        ::execv(pointers.front(), pointers.data());
        ::_exit(127);
    }
    TerminalRun run;
    if (child < 0)
        return run;
    qsizetype answered = 0;
    constexpr int kPatienceMs = 120000;
    for (;;) {
        pollfd waiting{terminal, POLLIN, 0};
        if (::poll(&waiting, 1, kPatienceMs) <= 0) {
            ::kill(child, SIGKILL);
            break;
        }
        char buffer[4096];
        const ssize_t got = ::read(terminal, buffer, sizeof(buffer)); // an error once the program has ended
        if (got <= 0)
            break;
        run.shown += QByteArray(buffer, static_cast<qsizetype>(got));
        if (const qsizetype question = run.shown.indexOf("[y/N] ", answered); question >= 0) {
            answered = question + 1;
            ++run.questions;
            if (::write(terminal, answer.constData(), static_cast<std::size_t>(answer.size())) != answer.size())
                break;
        }
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(terminal);
    if (WIFEXITED(status))
        run.exitCode = WEXITSTATUS(status);
    return run;
}

} // namespace tessera::tests
