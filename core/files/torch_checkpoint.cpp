// SPDX-License-Identifier: Apache-2.0
#include "core/files/torch_checkpoint.h"

#include "core/advice.h"
#include "core/error.h"
#include "core/files/torch_storages.h"
#include "core/files/zip_file.h"
#include "core/text.h"

#include <algorithm>
#include <optional>

namespace tessera::core {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view kResave =
    "; if you trust it, load it with Python and save it again with a torch newer than 1.6, best as "
    "safetensors";

constexpr std::string_view kAdvice = "fetch the file once more, or choose another model";

/// Throws FormatError unless the file begins as an archive: what it is instead, and what to do.
void checkIsArchive(const InputFile& file)
{
    constexpr std::string_view kOldTorch = "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19"sv;
    if (file.size() == 0)
        throw FormatError("the file is empty; expected a checkpoint of torch");
    std::vector<std::byte> head(std::min<std::uint64_t>(file.size(), 512));
    file.read(0, head);
    const std::string_view text(reinterpret_cast<const char*>(head.data()), head.size());
    if (text.starts_with("PK\3\4"sv))
        return;
    if (text.starts_with(kOldTorch))
        throw FormatError("the file has the format of torch before version 1.6, which Tessera does not read"
                          + std::string(kResave));
    const std::string kind = looksLike(head);
    if (kind == "a tar archive")
        throw FormatError("the file has torch's oldest format, a tar archive, which Tessera does not read"
                          + std::string(kResave));
    if (kind == "a Python pickle")
        throw FormatError("the file is a bare Python pickle; expected the ZIP archive that torch.save writes"
                          + std::string(kResave));
    throw FormatError("the file is " + (kind.empty() ? "no checkpoint of torch" : kind)
                      + "; expected the ZIP archive that torch.save writes"
                      + (kind == "a safetensors file" ? "; rename the file so that it ends in .safetensors" : ""));
}

/// The one folder that all entries lie in, with its slash. Throws FormatError: some other archive.
std::string topFolder(const ZipFile& zip)
{
    if (zip.parts().empty())
        throw FormatError("the archive is empty; expected a checkpoint of torch");
    for (const ZipPart& part : zip.parts())
        if (part.name.find('/') == part.name.npos)
            throw FormatError("its entry " + inQuotes(part.name) + " lies in no folder"
                              + (part.name.ends_with(".npy") ? ", as in an archive of NumPy (.npz)" : "")
                              + "; expected a checkpoint of torch, whose entries lie in one folder: choose another "
                                "file");
    const std::string& first = zip.parts().front().name;
    const std::string top = first.substr(0, first.find('/') + 1);
    for (const ZipPart& part : zip.parts())
        if (!part.name.starts_with(top))
            throw FormatError("its entries " + inQuotes(first) + " and " + inQuotes(part.name)
                              + " lie in different folders; expected a checkpoint of torch, with one");
    return top;
}

class TorchCheckpoint final : public WeightSource {
public:
    explicit TorchCheckpoint(const std::filesystem::path& path)
        : m_name(nameOf(path))
    {
        withContext(m_name, [&] {
            checkIsArchive(InputFile(path));
            m_zip.emplace(path);
            const std::string top = topFolder(*m_zip);
            m_storages.emplace(*m_zip, top + "data/");
            checkKind(top);
            const ZipPart* pickle = m_zip->find(top + "data.pkl");
            if (!pickle)
                throw FormatError("it has no entry " + inQuotes(top + "data.pkl")
                                  + "; expected a checkpoint of torch, not just any ZIP archive");
            const std::vector<std::byte> bytes = m_zip->read(*pickle, kMostPickleBytes);
            m_tensors = torchTensors(parsePickle(bytes));
            for (const TorchTensor& tensor : m_tensors) {
                withContext("tensor " + inQuotes(tensor.name), [&] { m_storages->expect(tensor); });
                m_entries.push_back({tensor.name, tensor.shape, tensor.dtype});
            }
        });
    }

    std::string name() const override { return m_name; }
    const std::vector<Entry>& entries() const override { return m_entries; }

    std::vector<std::string> notes() const override
    {
        if (!m_zip->hasChecksums())
            return {m_name + " was written without checksums: damage to it cannot be noticed"};
        return {};
    }

    std::vector<float> read(std::size_t index) const override
    {
        const TorchTensor& tensor = m_tensors[index];
        return withAdvice(kAdvice, [&] {
            return withContext(m_name + ": tensor " + inQuotes(tensor.name), [&] { return m_storages->read(tensor); });
        });
    }

    void judge(const std::vector<std::size_t>& indices) const override
    {
        StorageLedger ledger = m_storages->ledger();
        for (const std::size_t index : indices)
            withAdvice(kAdvice, [&] {
                const TorchTensor& tensor = m_tensors[index];
                withContext(m_name + ": tensor " + inQuotes(tensor.name), [&] { ledger.enter(tensor); });
            });
    }

private:
    void checkKind(const std::string& top) const
    {
        if (m_zip->find(top + "constants.pkl") || m_zip->find(top + "code/__torch__.py"))
            throw FormatError("it is a TorchScript program, not weights; save model.state_dict() instead");
        if (const ZipPart* order = m_zip->find(top + "byteorder")) {
            const std::vector<std::byte> bytes = m_zip->read(*order, 16);
            const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
            if (text != "little")
                throw FormatError("its numbers are " + inQuotes(text)
                                  + "-endian; expected little: save it again on a machine of that kind");
        }
    }

    std::string m_name;
    std::optional<ZipFile> m_zip;
    mutable std::optional<TorchStorages> m_storages; ///< remembers what was read
    std::vector<TorchTensor> m_tensors;
    std::vector<Entry> m_entries;
};

} // namespace

std::unique_ptr<WeightSource> openTorchCheckpoint(const std::filesystem::path& file)
{
    return withAdvice(kAdvice, [&] { return std::make_unique<TorchCheckpoint>(file); });
}

} // namespace tessera::core
