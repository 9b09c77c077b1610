// SPDX-License-Identifier: Apache-2.0
// Errors of the outside world: files, devices, values that people type. Programmer's mistakes are asserts instead.
// An error gathers context on its way up ("opening model X: tensor Y: ...") and keeps its type.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

namespace tessera::core {

/// Base of everything that Tessera throws. `what()` is one line of plain words: where, what was found, what was
/// expected, what to do.
class Error : public std::exception {
public:
    explicit Error(std::string message) : m_message(std::move(message)) {}

    const char* what() const noexcept override { return m_message.c_str(); }

    /// Puts "context: " in front of the message.
    void addContext(const std::string& context) { m_message = context + ": " + m_message; }

private:
    std::string m_message;
};

/// A file that is not what it should be.
class FormatError : public Error {
public:
    using Error::Error;
};

/// Tensors, pictures or index maps whose shapes do not fit each other or the model.
class ShapeError : public Error {
public:
    using Error::Error;
};

/// Reading or writing failed: no such file, no permission, no space.
class FileError : public Error {
public:
    using Error::Error;
};

/// A compute device is absent, lacks a feature, or failed.
class DeviceError : public Error {
public:
    using Error::Error;
};

/// The device has not enough memory for the work. The message gives the numbers.
class OutOfDeviceMemory : public DeviceError {
public:
    using DeviceError::DeviceError;
};

/// The person, or a newer job, asked to stop.
class Cancelled : public Error {
public:
    Cancelled() : Error("cancelled") {}
};

/// Runs `work` and puts "context: " in front of any Error that leaves it.
template <class Work>
decltype(auto) withContext(const std::string& context, Work&& work)
{
    try {
        return std::forward<Work>(work)();
    } catch (Cancelled&) {
        throw;
    } catch (Error& error) {
        error.addContext(context);
        throw;
    }
}

} // namespace tessera::core
