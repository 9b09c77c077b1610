// SPDX-License-Identifier: Apache-2.0
// A regular file with given bytes that never touches the disk, for readers that take a path.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace tessera::fuzz {

class MemoryFile {
public:
    MemoryFile(const std::uint8_t* data, std::size_t size) : m_descriptor(::memfd_create("input", MFD_CLOEXEC))
    {
        while (size > 0) {
            const ssize_t written = ::write(m_descriptor, data, size);
            if (written <= 0)
                break;
            data += written;
            size -= static_cast<std::size_t>(written);
        }
    }
    ~MemoryFile() { ::close(m_descriptor); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    std::string path() const { return "/proc/self/fd/" + std::to_string(m_descriptor); }

private:
    int m_descriptor;
};

} // namespace tessera::fuzz
