// SPDX-License-Identifier: Apache-2.0
// The parameters of a model, asked for by name *and* shape: what is missing or misshapen is refused by name, what is
// left over is listed once. A Weights lives as long as its model; pointers to its members stay valid.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace tessera::core {

/// One parameter as float32, row-major.
struct Weight {
    std::string name;
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};

/// "[16, 3, 3, 3]".
std::string shapeToString(const std::vector<std::int64_t>& shape);

/// Where tensors come from: a checkpoint's directory of names and shapes, whose values are read when they are taken.
class WeightSource {
public:
    virtual ~WeightSource() = default;
    struct Entry {
        std::string name;
        std::vector<std::int64_t> shape;
        std::string dtype; ///< as the file calls it, "F16"
    };
    virtual const std::vector<Entry>& entries() const = 0;
    /// The values of entry `index` as float32. Throws FormatError (a dtype that no weight may have, a cut file).
    virtual std::vector<float> read(std::size_t index) const = 0;
    /// Throws FormatError where read() would refuse one of these entries, in this order, for its size. Reads nothing.
    virtual void judge(const std::vector<std::size_t>& /*indices*/) const {}
    /// How messages name the checkpoint.
    virtual std::string name() const { return "the weights"; }
    /// A name of entries(), or one that was looked for there, as the file itself has it or would have it.
    virtual std::string nameInFile(const std::string& name) const { return name; }
    /// What to look at where tensors do not fit.
    virtual std::string advice() const { return "is it the config.json of these weights?"; }
    /// What a person should know about the file itself, in sentences.
    virtual std::vector<std::string> notes() const { return {}; }
};

class Weights {
public:
    /// Deprecated attention names (query, key, value, proj_attn) are renamed to to_q, to_k, to_v, to_out.0 here, per
    /// key; where both exist the deprecated one wins, as in the reference.
    explicit Weights(std::unique_ptr<WeightSource> source);

    /// The parameter of this name and shape; its values are there after load(). A wrong shape or a missing name is
    /// remembered, so that check() can name the first and count them all.
    const Weight* take(const std::string& name, std::vector<std::int64_t> shape);

    /// Throws FormatError when a take() failed: names the first, gives expected and found shape or dtype, the name in
    /// the file that comes nearest, and the count; or when load() would fail for the sizes of what was taken.
    void check() const;
    /// Reads the values of all that was taken; check() must have passed.
    void load();

    /// Names of the file, as it has them, that nobody took; sorted.
    std::vector<std::string> surplus() const;
    /// Names of weights that load() read and that hold NaN or Inf, sorted.
    const std::vector<std::string>& notFinite() const { return m_notFinite; }
    std::int64_t parameters() const; ///< numbers taken so far
    /// The dtypes of the taken tensors, "F16" or "F16, F32".
    std::string dtypes() const;
    /// What was taken, in the order of names.
    std::vector<const Weight*> all() const;
    /// As the file stores a taken weight, "F16".
    std::string dtypeOf(const Weight& weight) const;
    /// What a person should know about the checkpoint.
    std::vector<std::string> notes() const { return m_source->notes(); }

private:
    enum class Fault { missing, shape, dtype };
    struct Problem {
        std::string name;
        std::string text;
        Fault fault;
    };
    std::unique_ptr<WeightSource> m_source;
    std::map<std::string, std::size_t> m_index; ///< name after renaming -> entry
    std::map<std::string, std::unique_ptr<Weight>> m_taken;
    std::vector<Problem> m_problems;
    std::vector<std::string> m_notFinite;
};

} // namespace tessera::core
