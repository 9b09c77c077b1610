// SPDX-License-Identifier: Apache-2.0
// The stack machine of parsePickle(): stack, marks, memo and what the opcodes do with them. Each function throws
// FormatError where the stack does not hold what it takes.
#pragma once

#include "core/files/pickle.h"

namespace tessera::core {

/// Throws FormatError for a stack that does not hold what an opcode takes.
[[noreturn]] void badPickle(const std::string& what);

class PickleMachine {
public:
    using Ref = PickleValue::Ref;
    using Kind = PickleValue::Kind;

    Pickle finish(); ///< the one value that is left is the root

    void push(Kind kind, std::string_view text = {}, std::int64_t integer = 0);
    void pushName(std::string_view module, std::string_view name);
    void nameFromStack(); ///< module and name are texts on the stack
    void mark();
    void pop();
    void popMark();
    void duplicate();

    void put(std::uint64_t place); ///< the top into the memo
    void putNext();
    void get(std::uint64_t place);

    void gather(Kind kind, std::size_t count); ///< a tuple of the newest values
    void gatherMarked(Kind kind); ///< a tuple, list or dict of what lies above the mark
    void append(bool marked); ///< to a list
    void setItems(bool marked); ///< of a dict
    void addMarked(); ///< to a set, which is opaque

    void persistent(); ///< a storage by its tuple
    void reduce(); ///< a name on the list, with its arguments
    void makeNew(bool keywords);
    void build(); ///< attributes, which nobody asks for

private:
    struct Called {
        Ref name;
        Ref arguments;
    };
    PickleValue& value(Ref ref) { return m_pickle.values[ref]; }
    Ref top() const;
    Ref take();
    std::vector<Ref> takeMarked();
    std::size_t bottom() const; ///< what an opcode may take begins here: above the newest mark
    Ref add(PickleValue value);
    void countItems(std::size_t more);
    void call(Called called);
    void makeDict(const PickleValue& arguments);
    void makeTensor(const PickleValue& arguments);

    Pickle m_pickle;
    std::vector<Ref> m_stack;
    std::vector<std::size_t> m_marks; ///< heights of the stack
    std::vector<Ref> m_memo; ///< kNowhere where nothing was put
    std::size_t m_items = 0;
    std::uint64_t m_puts = 0;
};

} // namespace tessera::core
