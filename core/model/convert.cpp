// SPDX-License-Identifier: Apache-2.0
#include "core/model/convert.h"

#include "core/atomic_file.h"
#include "core/error.h"
#include "core/files/paths.h"
#include "core/files/safetensors_write.h"
#include "core/model/config_json.h"
#include "core/model/hub_cache.h"
#include "core/model/weight_choice.h"
#include "core/output_place.h"
#include "core/text.h"

#include <cerrno>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

namespace tessera::core {

namespace {

namespace fs = std::filesystem;

constexpr const char* kWeights = "diffusion_pytorch_model.safetensors";

[[noreturn]] void cannotWrite(const fs::path& folder, const std::string& reason)
{
    throw FileError("cannot write the model to " + printable(folder.string()) + ": " + reason);
}

std::string configText(const Config& config)
{
    nlohmann::ordered_json json;
    json["_class_name"] = "VQModel";
    const nlohmann::ordered_json values = configToJson(config);
    for (const auto& [key, value] : values.items())
        if (key != "_diffusers_version" || !config.diffusersVersion.empty())
            json[key] = value;
    return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

/// The weights first: a folder without config.json is no model yet.
void writeFiles(const VqModel& model, const fs::path& folder)
{
    SafetensorsPieces pieces;
    for (const Weight* weight : model.weights().all()) {
        const std::string dtype = model.weights().dtypeOf(*weight);
        pieces.add(*weight, dtype == "F16" || dtype == "BF16" ? dtype : "F32");
    }
    writeFileAtomically(folder / kWeights, pieces.finish());
    const std::string text = configText(model.config());
    writeFileAtomically(folder / "config.json", std::as_bytes(std::span(text)));
}

/// Files are on the disk already; this is for the folder's name.
void syncFolder(const fs::path& folder)
{
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    ::fsync(descriptor);
    ::close(descriptor);
}

/// A folder beside the final one; gone unless it is renamed.
class TemporaryFolder {
public:
    explicit TemporaryFolder(const fs::path& beside)
        : m_path(beside.parent_path() / (".tessera-" + std::to_string(std::random_device()()) + ".tmp"))
    {
        std::error_code error;
        if (!fs::create_directory(m_path, error))
            cannotWrite(beside, error ? error.message() : "a folder of the same name is there");
        // Locked, so that removeLeftOvers() takes it for one only once this program is gone.
        m_descriptor = ::open(m_path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (m_descriptor >= 0)
            ::flock(m_descriptor, LOCK_EX | LOCK_NB);
    }
    ~TemporaryFolder()
    {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const fs::path& path() const { return m_path; }

private:
    fs::path m_path;
    int m_descriptor = -1;
};

/// May these two files be replaced in it?
void checkIsOwnFolder(const fs::path& folder)
{
    if (!isFolder(folder))
        cannotWrite(folder, "it is there and is no folder; choose another name");
    // The content of a link is somebody else's file.
    for (const char* name : {kWeights, "config.json"})
        if (std::error_code ignored; fs::is_symlink(fs::symlink_status(folder / name, ignored)))
            cannotWrite(folder, "its " + inQuotes(name) + " is a link to another file; choose another folder");
    // Diffusers and Tessera would go on reading the others.
    if (const auto weights = chooseWeights(folder); weights && weights->file.filename() != kWeights)
        cannotWrite(folder,
                    "it holds " + inQuotes(weights->file.filename().string())
                        + ", which would be read instead; choose another folder");
    for (const fs::path& file : convertedFiles(folder))
        checkCanBeWritten(file);
}

fs::path withoutSlash(const fs::path& given)
{
    std::error_code ignored;
    const fs::path folder = fs::absolute(given, ignored).lexically_normal();
    return folder.has_filename() ? folder : folder.parent_path();
}

} // namespace

std::vector<fs::path> convertedFiles(const fs::path& folder) { return {folder / kWeights, folder / "config.json"}; }

void checkConvertFolder(const fs::path& given, bool overwrite)
{
    const fs::path folder = withoutSlash(given);
    if (isInHubCache(folder))
        cannotWrite(folder, "it lies in a Hugging Face cache, which is never written; choose another folder");
    if (isThere(folder) && !overwrite)
        cannotWrite(folder, "it is there already; choose another folder, or --force to replace the model in it");
    if (isThere(folder))
        checkIsOwnFolder(folder);
    else if (!isFolder(folder.parent_path()))
        cannotWrite(folder, "there is no folder " + printable(folder.parent_path().string())
                                + "; choose one that is there, or make it first");
    else
        checkCanBeWritten(folder);
}

void convertModel(const VqModel& model, const fs::path& given, bool overwrite)
{
    checkConvertFolder(given, overwrite);
    const fs::path folder = withoutSlash(given);
    if (isThere(folder)) {
        writeFiles(model, folder);
        return;
    }
    const TemporaryFolder temporary(folder);
    writeFiles(model, temporary.path());
    // Not onto a folder that came there meanwhile: rename replaces only empty ones.
    if (::rename(temporary.path().c_str(), folder.c_str()) != 0)
        cannotWrite(folder, std::generic_category().message(errno));
    syncFolder(folder.parent_path());
}

} // namespace tessera::core
