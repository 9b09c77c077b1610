// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/decoder_process.h"

#include "app/files/program_folder.h"
#include "app/pictures/confinement.h"
#include "app/pictures/decoder_reply.h"
#include "core/error.h"
#include "core/memory.h"

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

extern "C" char** environ; // NOLINT: as POSIX has it

namespace tessera::app {
namespace {

namespace fs = std::filesystem;
using core::FormatError;

constexpr auto kProgram = "tessera-decoder";

[[noreturn]] void throwUnstarted(const char* what, int error)
{
    throw core::Error(std::string(what) + ": " + std::generic_category().message(error)
                      + "; close other programs and try again");
}

/// A file without a name, in memory: what the two processes hand each other, which no pipe can block.
class SharedFile {
public:
    SharedFile() : m_file(memfd_create("picture", MFD_CLOEXEC))
    {
        if (m_file < 0)
            throwUnstarted("there is no memory to hand the picture to its decoder", errno);
    }
    ~SharedFile() { close(m_file); }
    SharedFile(const SharedFile&) = delete;
    SharedFile& operator=(const SharedFile&) = delete;

    int descriptor() const { return m_file; }

    void write(std::span<const std::byte> bytes) const
    {
        while (!bytes.empty()) {
            const ssize_t written = ::write(m_file, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR)
                continue;
            if (written <= 0)
                throwUnstarted("there is no memory to hand the picture to its decoder", errno);
            bytes = bytes.subspan(static_cast<std::size_t>(written));
        }
        lseek(m_file, 0, SEEK_SET);
    }

    std::size_t size() const
    {
        struct stat status{};
        return fstat(m_file, &status) == 0 ? static_cast<std::size_t>(status.st_size) : 0;
    }

private:
    int m_file;
};

/// What a process is started with: the two files as its input and output, nothing else of ours, and usual signals.
class StartRules {
public:
    StartRules(int in, int out)
    {
        posix_spawn_file_actions_init(&m_files);
        posix_spawn_file_actions_adddup2(&m_files, in, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&m_files, out, STDOUT_FILENO);
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

/// Runs the decoder to its end; throws where that is not the one that it should be.
void run(const fs::path& program, PictureFormat format, const SharedFile& in, const SharedFile& out)
{
    const StartRules rules(in.descriptor(), out.descriptor());
    std::string name = program.string(), number = std::to_string(static_cast<int>(format));
    char* const arguments[]{name.data(), number.data(), nullptr};
    pid_t process = 0;
    if (const int error = posix_spawn(&process, name.c_str(), rules.files(), rules.attributes(), arguments, environ))
        throwUnstarted(("its decoder " + name + " cannot be started").c_str(), error);
    int status = 0;
    while (waitpid(process, &status, 0) < 0)
        if (errno != EINTR)
            throwUnstarted("its decoder is lost", errno);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
        throw FormatError("its decoder was stopped after " + std::to_string(kDecoderSeconds)
                          + " s of work; expected a picture that is decoded in less");
    if (WIFEXITED(status) && WEXITSTATUS(status) == kDecoderWantsMemory)
        throw std::bad_alloc();
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw FormatError(
            "its decoder crashed" + (WIFSIGNALED(status) ? " (signal " + std::to_string(WTERMSIG(status)) + ")" : "")
            + "; expected a picture that is whole: it is damaged, or made to do harm");
}

/// Bytes of a file, mapped for as long as an image shows them.
class Mapping {
public:
    explicit Mapping(const SharedFile& file) : m_size(file.size())
    {
        if (m_size > 0)
            m_bytes = mmap(nullptr, m_size, PROT_READ, MAP_PRIVATE, file.descriptor(), 0);
        if (m_bytes == MAP_FAILED)
            throw std::bad_alloc();
    }
    ~Mapping()
    {
        if (m_bytes)
            munmap(m_bytes, m_size);
    }
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;

    const uchar* at(std::size_t offset) const { return static_cast<const uchar*>(m_bytes) + offset; }
    std::size_t size() const { return m_size; }

private:
    std::size_t m_size = 0;
    void* m_bytes = nullptr;
};

/// Is the reply as long as it says, and of sizes that a picture has?
bool isSound(const DecoderReply& reply, std::size_t bytes)
{
    if (reply.magic != kReplyMagic || reply.format < 0 || reply.format >= QImage::NImageFormats)
        return false;
    if (reply.format == QImage::Format_Invalid)
        return bytes == sizeof reply;
    if (reply.width < 1 || reply.height < 1 || reply.width > kMaxPictureSide || reply.height > kMaxPictureSide
        || reply.colours < 0 || reply.colours > 256)
        return false;
    const QPixelFormat format = QImage::toPixelFormat(static_cast<QImage::Format>(reply.format));
    const std::int64_t least = (std::int64_t{reply.width} * format.bitsPerPixel() + 7) / 8;
    return reply.bytesPerRow >= least && reply.bytesPerRow <= least + 64 && reply.bytesPerRow % 4 == 0
        && bytes == rowsOfReply(reply.colours)
            + static_cast<std::size_t>(reply.bytesPerRow) * static_cast<std::size_t>(reply.height);
}

DecodedPixels understood(const SharedFile& file)
{
    auto mapping = std::make_unique<Mapping>(file);
    DecoderReply reply{.magic = 0};
    if (mapping->size() >= sizeof reply)
        std::memcpy(&reply, mapping->at(0), sizeof reply);
    if (!isSound(reply, mapping->size()))
        throw FormatError("its decoder answered nonsense; expected a picture: it is damaged, or made to do harm");
    DecodedPixels pixels{.hasComplaints = reply.hasComplaints != 0, .hasNoDecoder = reply.hasNoDecoder != 0};
    if (reply.format == QImage::Format_Invalid)
        return pixels;
    QList<QRgb> colours(reply.colours);
    if (reply.colours > 0)
        std::memcpy(colours.data(), mapping->at(sizeof reply), 4 * static_cast<std::size_t>(reply.colours));
    const uchar* rows = mapping->at(rowsOfReply(reply.colours));
    pixels.image = QImage(
        rows, reply.width, reply.height, reply.bytesPerRow, static_cast<QImage::Format>(reply.format),
        [](void* held) { delete static_cast<Mapping*>(held); }, mapping.get());
    if (pixels.image.isNull())
        throw std::bad_alloc();
    mapping.release(); // the image's now
    pixels.image.setColorTable(colours);
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
    const SharedFile in, out;
    in.write(bytes);
    run(program, format, in, out);
    return understood(out);
}

} // namespace tessera::app
