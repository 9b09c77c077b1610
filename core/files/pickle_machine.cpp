// SPDX-License-Identifier: Apache-2.0
#include "core/files/pickle_machine.h"

#include "core/error.h"
#include "core/text.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace tessera::core {

namespace {

constexpr PickleValue::Ref kNowhere = std::numeric_limits<PickleValue::Ref>::max();

} // namespace

Pickle PickleMachine::finish()
{
    if (!m_marks.empty())
        badPickle("a mark is open at the end");
    m_pickle.root = take();
    if (!m_stack.empty())
        badPickle(grouped(m_stack.size()) + " values are left over at the end");
    return std::move(m_pickle);
}

std::size_t PickleMachine::bottom() const { return m_marks.empty() ? 0 : m_marks.back(); }

PickleMachine::Ref PickleMachine::top() const
{
    if (m_stack.size() <= bottom())
        badPickle("the stack is empty");
    return m_stack.back();
}

PickleMachine::Ref PickleMachine::take()
{
    const Ref ref = top();
    m_stack.pop_back();
    return ref;
}

std::vector<PickleMachine::Ref> PickleMachine::takeMarked()
{
    if (m_marks.empty())
        badPickle("there is no mark");
    const auto begin = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
    std::vector<Ref> taken(begin, m_stack.end());
    m_stack.erase(begin, m_stack.end());
    m_marks.pop_back();
    return taken;
}

PickleMachine::Ref PickleMachine::add(PickleValue made)
{
    if (m_pickle.values.size() >= kMostPickleValues)
        throw FormatError("more than " + grouped(kMostPickleValues) + " values, the most allowed");
    m_pickle.values.push_back(std::move(made));
    return static_cast<Ref>(m_pickle.values.size() - 1);
}

void PickleMachine::countItems(std::size_t more)
{
    m_items += more;
    if (m_items > kMostPickleItems)
        throw FormatError("more than " + grouped(kMostPickleItems) + " items in containers, the most allowed");
}

void PickleMachine::push(Kind kind, std::string_view text, std::int64_t integer)
{
    m_stack.push_back(add({kind, integer, text, {}}));
    if (m_stack.size() > kMostPickleItems)
        throw FormatError("more than " + grouped(kMostPickleItems) + " values on the stack, the most allowed");
}

void PickleMachine::pushName(std::string_view module, std::string_view name)
{
    constexpr std::size_t kLongest = 1000; // each name is kept
    if (module.size() + name.size() > kLongest)
        throw FormatError("a name of " + grouped(module.size() + name.size()) + " letters; expected at most "
                          + grouped(kLongest));
    if (pickleName(module, name) == PickleName::refused)
        throw FormatError("it names " + inQuotes(std::string(module) + '.' + std::string(name))
                          + ", which no model needs; nothing was run. Expected tensors and plain values: save the "
                            "weights alone, best as safetensors");
    // A view into the pickle would hold a line end or nothing between the two, so the name is kept beside it.
    push(Kind::name, m_pickle.keep(std::string(module) + ' ' + std::string(name)));
}

void PickleMachine::nameFromStack()
{
    const Ref name = take(), module = take();
    if (value(name).kind != Kind::text || value(module).kind != Kind::text)
        badPickle("a name that is no text");
    pushName(value(module).text, value(name).text);
}

void PickleMachine::mark()
{
    if (m_marks.size() >= kMostPickleMarks)
        throw FormatError("containers nested deeper than " + std::to_string(kMostPickleMarks) + " levels");
    m_marks.push_back(m_stack.size());
}

void PickleMachine::pop()
{
    if (!m_marks.empty() && m_stack.size() == m_marks.back())
        m_marks.pop_back();
    else
        take();
}

void PickleMachine::popMark() { takeMarked(); }

void PickleMachine::duplicate()
{
    const Ref ref = top();
    m_stack.push_back(ref);
    countItems(1); // as an item it will be counted once more, which bounds both
}

void PickleMachine::put(std::uint64_t place)
{
    if (place >= kMostPickleValues)
        throw FormatError("place " + grouped(place) + " of the memo; expected less than " + grouped(kMostPickleValues));
    if (m_memo.size() <= place)
        m_memo.resize(place + 1, kNowhere);
    m_memo[place] = top();
    ++m_puts;
}

void PickleMachine::putNext() { put(m_puts); }

void PickleMachine::get(std::uint64_t place)
{
    if (place >= m_memo.size() || m_memo[place] == kNowhere)
        badPickle("place " + grouped(place) + " of the memo is empty");
    m_stack.push_back(m_memo[place]);
    if (m_stack.size() > kMostPickleItems)
        throw FormatError("more than " + grouped(kMostPickleItems) + " values on the stack, the most allowed");
}

void PickleMachine::gather(Kind kind, std::size_t count)
{
    if (m_stack.size() - bottom() < count)
        badPickle("the stack is empty");
    const auto begin = m_stack.end() - static_cast<std::ptrdiff_t>(count);
    PickleValue made{kind, 0, {}, {begin, m_stack.end()}};
    m_stack.erase(begin, m_stack.end());
    countItems(count);
    m_stack.push_back(add(std::move(made)));
}

void PickleMachine::gatherMarked(Kind kind)
{
    std::vector<Ref> items = takeMarked();
    if (kind == Kind::dict && items.size() % 2 != 0)
        badPickle("a key without a value");
    countItems(items.size());
    m_stack.push_back(add({kind, 0, {}, std::move(items)}));
}

void PickleMachine::append(bool marked)
{
    const std::vector<Ref> items = marked ? takeMarked() : std::vector<Ref>{take()};
    PickleValue& list = value(top());
    if (list.kind == Kind::opaque)
        return;
    if (list.kind != Kind::list)
        badPickle("items for what is no list");
    countItems(items.size());
    list.items.insert(list.items.end(), items.begin(), items.end());
}

void PickleMachine::setItems(bool marked)
{
    std::vector<Ref> items;
    if (marked) {
        items = takeMarked();
    } else {
        const Ref item = take(), key = take();
        items = {key, item};
    }
    if (items.size() % 2 != 0)
        badPickle("a key without a value");
    PickleValue& dict = value(top());
    if (dict.kind == Kind::opaque)
        return;
    if (dict.kind != Kind::dict)
        badPickle("items for what is no dict");
    countItems(items.size());
    dict.items.insert(dict.items.end(), items.begin(), items.end());
}

void PickleMachine::addMarked()
{
    takeMarked();
    if (value(top()).kind != Kind::opaque)
        badPickle("items for what is no set");
}

void PickleMachine::build()
{
    take(); // the attributes
    const Kind kind = value(top()).kind;
    if (kind != Kind::dict && kind != Kind::opaque && kind != Kind::tensor)
        badPickle("attributes for what can have none");
}

} // namespace tessera::core
