// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/decoder_process.h"

#include "app/files/program_folder.h"
#include "app/pictures/confinement.h"
#include "app/pictures/decoder_reply.h"
#include "core/error.h"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

extern "C" char** environ; // NOLINT: as POSIX has it

namespace tessera::app {
namespace {

namespace fs = std::filesystem;
using core::FormatError;

constexpr auto kProgram = "tessera-decoder";

constexpr int kPatienceSeconds = 2 * kDecoderSeconds; ///< with one that neither computes nor answers

[[noreturn]] void throwUnstarted(const std::string& what, int error)
{
    throw core::Error(what + ": " + std::generic_category().message(error) + "; close other programs and try again");
}

/// A line between two processes. No limit of the size of files counts for it, and no signal tells that it is torn.
class Line {
public:
    Line()
    {
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, m_ends) != 0)
            throwUnstarted("the picture cannot be handed to its decoder", errno);
        const struct timeval patience{kPatienceSeconds, 0};
        setsockopt(m_ends[0], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        setsockopt(m_ends[0], SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    }
    ~Line()
    {
        close(m_ends[0]);
        closeOther();
    }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    int other() const { return m_ends[1]; }
    void closeOther()
    {
        if (m_ends[1] >= 0)
            close(m_ends[1]);
        m_ends[1] = -1;
    }

    /// All of them and the end; what is not taken is not missed: the answer will tell.
    void send(std::span<const std::byte> bytes) const
    {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(m_ends[0], bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent < 0 && errno == EINTR)
                continue;
            if (sent <= 0)
                break;
            bytes = bytes.subspan(static_cast<std::size_t>(sent));
        }
        shutdown(m_ends[0], SHUT_WR);
    }

    /// False where fewer came before the end.
    bool receive(void* to, std::size_t bytes) const
    {
        auto* next = static_cast<std::byte*>(to);
        while (bytes > 0) {
            const ssize_t came = recv(m_ends[0], next, bytes, 0);
            if (came < 0 && errno == EINTR)
                continue;
            if (came <= 0)
                return false;
            next += came;
            bytes -= static_cast<std::size_t>(came);
        }
        return true;
    }

private:
    int m_ends[2] = {-1, -1};
};

/// What a process is started with: the line as its input and output, nothing else of ours, and usual signals.
class StartRules {
public:
    explicit StartRules(int line)
    {
        posix_spawn_file_actions_init(&m_files);
        posix_spawn_file_actions_adddup2(&m_files, line, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&m_files, line, STDOUT_FILENO);
        posix_spawn_file_actions_addopen(&m_files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addclosefrom_np(&m_files, STDERR_FILENO + 1);
        posix_spawnattr_init(&m_attributes);
        sigset_t set;
        sigfillset(&set);
        posix_spawnattr_setsigdefault(&m_attributes, &set);
        sigemptyset(&set);
        posix_spawnattr_setsigmask(&m_attributes, &set);
        posix_spawnattr_setflags(&m_attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    }
    ~StartRules()
    {
        posix_spawn_file_actions_destroy(&m_files);
        posix_spawnattr_destroy(&m_attributes);
    }
    StartRules(const StartRules&) = delete;
    StartRules& operator=(const StartRules&) = delete;

    const posix_spawn_file_actions_t* files() const { return &m_files; }
    const posix_spawnattr_t* attributes() const { return &m_attributes; }

private:
    posix_spawn_file_actions_t m_files{};
    posix_spawnattr_t m_attributes{};
};

/// A decoder at work; killed, where it still is, with this.
class DecoderProcess {
public:
    DecoderProcess(const fs::path& program, PictureFormat format, Line& line)
    {
        const StartRules rules(line.other());
        std::string name = program.string(), number = std::to_string(static_cast<int>(format));
        char* const arguments[]{name.data(), number.data(), nullptr};
        if (const int error =
                posix_spawn(&m_process, name.c_str(), rules.files(), rules.attributes(), arguments, environ))
            throwUnstarted("its decoder " + name + " cannot be started", error);
        line.closeOther();
    }
    ~DecoderProcess() { end(true); }
    DecoderProcess(const DecoderProcess&) = delete;
    DecoderProcess& operator=(const DecoderProcess&) = delete;

    /// Why there is no whole answer.
    [[noreturn]] void explain()
    {
        const int status = end(!endsSoon());
        if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || m_isKilled))
            throw FormatError("its decoder was stopped after " + std::to_string(kDecoderSeconds)
                              + " s of work; expected a picture that is decoded in less");
        if (WIFEXITED(status) && WEXITSTATUS(status) == kDecoderWantsMemory)
            throw std::bad_alloc();
        if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
            throw FormatError("its decoder answered nonsense; expected a picture: it is damaged, or made to do harm");
        throw FormatError(
            "its decoder crashed" + (WIFSIGNALED(status) ? " (signal " + std::to_string(WTERMSIG(status)) + ")" : "")
            + "; expected a picture that is whole: it is damaged, or made to do harm");
    }

private:
    /// One whose end of the line is closed has crashed or is done; one that pretends is not waited for.
    bool endsSoon() const
    {
        constexpr int kSoonMilliseconds = 5000;
        const auto watched = static_cast<int>(syscall(SYS_pidfd_open, m_process, 0));
        struct pollfd ready{watched, POLLIN, 0};
        int count = 0;
        while ((count = poll(&ready, 1, kSoonMilliseconds)) < 0 && errno == EINTR) {
        }
        if (watched >= 0)
            close(watched);
        return watched < 0 || count > 0;
    }

    int end(bool kills)
    {
        if (m_process <= 0)
            return 0;
        if (kills)
            m_isKilled = kill(m_process, SIGKILL) == 0;
        int status = 0;
        while (waitpid(m_process, &status, 0) < 0 && errno == EINTR) {
        }
        m_process = 0;
        return status;
    }

    pid_t m_process = 0;
    bool m_isKilled = false;
};

/// Has the head the numbers of a picture?
bool isSound(const DecoderReply& reply)
{
    if (reply.magic != kReplyMagic || reply.format < 0 || reply.format >= QImage::NImageFormats)
        return false;
    return reply.format == QImage::Format_Invalid
        || (reply.width >= 1 && reply.height >= 1 && reply.width <= kMaxPictureSide && reply.height <= kMaxPictureSide
            && std::int64_t{reply.width} * reply.height <= kMaxPicturePixels && reply.colours >= 0
            && reply.colours <= 256);
}

/// Nothing where that is no whole answer.
std::optional<DecodedPixels> answerOn(const Line& line)
{
    DecoderReply reply{.magic = 0};
    if (!line.receive(&reply, sizeof reply) || !isSound(reply))
        return std::nullopt;
    DecodedPixels pixels{.hasComplaints = reply.hasComplaints != 0, .hasNoDecoder = reply.hasNoDecoder != 0};
    if (reply.format != QImage::Format_Invalid) {
        pixels.image = QImage(reply.width, reply.height, static_cast<QImage::Format>(reply.format));
        if (pixels.image.isNull())
            throw std::bad_alloc();
        QList<QRgb> colours(reply.colours);
        if (reply.bytesPerRow != pixels.image.bytesPerLine()
            || !line.receive(colours.data(), sizeof(QRgb) * static_cast<std::size_t>(reply.colours))
            || !line.receive(pixels.image.bits(), static_cast<std::size_t>(pixels.image.sizeInBytes())))
            return std::nullopt;
        pixels.image.setColorTable(colours);
    }
    if (char more = 0; line.receive(&more, 1))
        return std::nullopt;
    return pixels;
}

} // namespace

fs::path decoderProgram()
{
    if (const char* chosen = std::getenv("TESSERA_DECODER"); chosen && *chosen)
        return chosen;
    const fs::path folder = programFolder();
    std::error_code ignored;
    for (const fs::path& place : {folder / kProgram, folder.parent_path() / "libexec" / "tessera" / kProgram})
        if (fs::is_regular_file(place, ignored))
            return place;
    return {};
}

DecodedPixels decodeApart(std::span<const std::byte> bytes, PictureFormat format)
{
    const fs::path program = decoderProgram();
    if (program.empty())
        return decodeHere(bytes, format);
    Line line;
    DecoderProcess process(program, format, line);
    line.send(bytes);
    std::optional<DecodedPixels> pixels = answerOn(line);
    if (!pixels)
        process.explain();
    return *std::move(pixels);
}

} // namespace tessera::app
