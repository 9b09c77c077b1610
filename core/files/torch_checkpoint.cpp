// SPDX-License-Identifier: Apache-2.0
#include "core/files/torch_checkpoint.h"

#include "core/error.h"
#include "core/files/safetensors_header.h"
#include "core/files/stored_floats.h"
#include "core/files/torch_tensors.h"
#include "core/files/zip_file.h"
#include "core/text.h"

#include <algorithm>
#include <optional>
#include <set>

namespace tessera::core {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view kResave =
    "; if you trust it, load it with Python and save it again with a torch newer than 1.6, best as "
    "safetensors";
/// What is not plain in the file is taken into memory as a whole.
constexpr std::uint64_t kMostAtOnce = std::uint64_t{512} << 20;

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
                      + "; expected the ZIP archive that torch.save writes");
}

/// The one folder that all entries lie in, with its slash.
std::string topFolder(const ZipFile& zip)
{
    if (zip.parts().empty())
        throw FormatError("the archive is empty; expected a checkpoint of torch");
    const std::string& first = zip.parts().front().name;
    const std::string top = first.substr(0, first.find('/') + 1);
    for (const ZipPart& part : zip.parts())
        if (top.empty() || !part.name.starts_with(top))
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
            m_data = top + "data/";
            checkKind(top);
            const ZipPart* pickle = m_zip->find(top + "data.pkl");
            if (!pickle)
                throw FormatError("it has no entry " + inQuotes(top + "data.pkl")
                                  + "; expected a checkpoint of torch, not just any ZIP archive");
            const std::vector<std::byte> bytes = m_zip->read(*pickle, kMostPickleBytes);
            m_hasNoChecksums = pickle->crc == 0;
            m_tensors = torchTensors(parsePickle(bytes));
            for (const TorchTensor& tensor : m_tensors) {
                withContext("tensor " + inQuotes(tensor.name), [&] { checkStorage(tensor); });
                m_entries.push_back({tensor.name, tensor.shape, tensor.dtype});
            }
        });
    }

    std::string name() const override { return m_name; }
    const std::vector<Entry>& entries() const override { return m_entries; }

    std::vector<std::string> notes() const override
    {
        if (m_hasNoChecksums)
            return {m_name + " was written without checksums: damage to it cannot be noticed"};
        return {};
    }

    std::vector<float> read(std::size_t index) const override
    {
        const TorchTensor& tensor = m_tensors[index];
        return withContext(m_name + ": tensor " + inQuotes(tensor.name), [&] {
            if (!isFloatDtype(tensor.dtype))
                throw FormatError("is " + tensor.dtype + "; expected F32, F16, BF16 or F64");
            const ZipPart& part = *m_zip->find(m_data + tensor.storage);
            if (!part.deflated && m_checked.insert(tensor.storage).second)
                m_zip->check(part);
            if (tensor.isContiguous())
                return readWindow(part, tensor, tensor.count());
            return gather(tensor, readWindow(part, tensor, tensor.span()));
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

    void checkStorage(const TorchTensor& tensor) const
    {
        const ZipPart* part = m_zip->find(m_data + tensor.storage);
        if (!part)
            throw FormatError("its storage " + inQuotes(tensor.storage) + " is missing; expected the entry "
                              + inQuotes(m_data + tensor.storage) + ": fetch the file once more");
        std::uint64_t bytes = 0;
        if (__builtin_mul_overflow(tensor.storageCount, dtypeBytes(tensor.dtype), &bytes) || bytes != part->bytes)
            throw FormatError("its storage should have " + grouped(tensor.storageCount) + " numbers of " + tensor.dtype
                              + "; the entry " + inQuotes(part->name) + " has " + grouped(part->bytes)
                              + " bytes: fetch the file once more");
    }

    /// `count` numbers from the tensor's offset on.
    std::vector<float> readWindow(const ZipPart& part, const TorchTensor& tensor, std::uint64_t count) const
    {
        const std::uint64_t size = dtypeBytes(tensor.dtype);
        if ((part.deflated || !tensor.isContiguous()) && count * size > kMostAtOnce)
            throw FormatError("spans " + grouped(count * size) + " bytes of its storage; expected at most "
                              + grouped(kMostAtOnce));
        std::vector<float> values(count);
        if (!part.deflated) {
            readFloats(m_zip->file(), part.begin + tensor.offset * size, tensor.dtype, values);
        } else {
            const std::vector<std::byte> bytes = m_zip->read(part, kMostAtOnce);
            convertFloats(tensor.dtype, std::span(bytes).subspan(tensor.offset * size, count * size), values);
        }
        return values;
    }

    /// Row-major from `window`, whose first number is the tensor's first.
    static std::vector<float> gather(const TorchTensor& tensor, const std::vector<float>& window)
    {
        std::vector<float> values(tensor.count());
        std::vector<std::int64_t> at(tensor.shape.size());
        std::int64_t from = 0;
        for (float& value : values) {
            value = window[static_cast<std::size_t>(from)];
            for (std::size_t i = at.size(); i-- > 0;) {
                from += tensor.strides[i];
                if (++at[i] < tensor.shape[i])
                    break;
                from -= tensor.strides[i] * tensor.shape[i];
                at[i] = 0;
            }
        }
        return values;
    }

    std::string m_name;
    std::optional<ZipFile> m_zip;
    std::string m_data; ///< "archive/data/"
    bool m_hasNoChecksums = false;
    std::vector<TorchTensor> m_tensors;
    std::vector<Entry> m_entries;
    mutable std::set<std::string> m_checked; ///< storages whose checksums were right
};

} // namespace

std::unique_ptr<WeightSource> openTorchCheckpoint(const std::filesystem::path& file)
{
    return std::make_unique<TorchCheckpoint>(file);
}

} // namespace tessera::core
