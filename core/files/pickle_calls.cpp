// SPDX-License-Identifier: Apache-2.0
// What the few names that are understood make of their arguments. The door is in pickle_machine.h.
#include "core/files/pickle_machine.h"

#include "core/error.h"
#include "core/text.h"

#include <algorithm>

namespace tessera::core {

namespace {

/// "os.system" as messages show it, from "os system".
std::string dotted(std::string_view name)
{
    std::string text(name);
    std::ranges::replace(text, ' ', '.');
    return text;
}

} // namespace

void badPickle(const std::string& what)
{
    throw FormatError(what + "; the pickle is damaged or made by hand: fetch the file once more, best as safetensors");
}

void PickleMachine::persistent()
{
    const PickleValue& id = value(take());
    const auto isA = [&](std::size_t i, Kind kind) { return value(id.items[i]).kind == kind; };
    if (id.kind != Kind::tuple || id.items.size() != 5 || !isA(0, Kind::text) || value(id.items[0]).text != "storage"
        || !isA(1, Kind::name) || !isA(2, Kind::text) || !isA(3, Kind::text) || !isA(4, Kind::integer))
        badPickle("a persistent id that is no storage");
    if (storageDtype(value(id.items[1]).text).empty())
        throw FormatError("a storage of class " + inQuotes(dotted(value(id.items[1]).text))
                          + "; expected torch.FloatStorage, HalfStorage, BFloat16Storage or another known one");
    std::vector<Ref> items(id.items.begin() + 1, id.items.end());
    countItems(items.size());
    m_stack.push_back(add({Kind::storage, 0, {}, std::move(items)}));
}

void PickleMachine::reduce()
{
    const Ref arguments = take(), name = take();
    call({name, arguments});
}

void PickleMachine::makeNew(bool keywords)
{
    if (keywords && value(take()).kind != Kind::dict)
        badPickle("keywords that are no dict");
    const Ref arguments = take(), name = take();
    call({name, arguments});
}

void PickleMachine::call(Called called)
{
    const PickleValue& name = value(called.name);
    const PickleValue& arguments = value(called.arguments);
    if (name.kind != Kind::name)
        badPickle("something is called that is no name");
    if (arguments.kind != Kind::tuple)
        badPickle("arguments that are no tuple");
    const std::size_t space = name.text.find(' ');
    switch (pickleName(name.text.substr(0, space), name.text.substr(space + 1))) {
    case PickleName::dict: makeDict(arguments); return;
    case PickleName::tensor: makeTensor(arguments); return;
    case PickleName::size:
        if (arguments.items.size() != 1 || value(arguments.items[0]).kind != Kind::tuple)
            badPickle("a torch.Size of no tuple");
        m_stack.push_back(arguments.items[0]);
        return;
    case PickleName::parameter:
        if (arguments.items.empty() || value(arguments.items[0]).kind != Kind::tensor)
            badPickle("a parameter of no tensor");
        m_stack.push_back(arguments.items[0]);
        return;
    case PickleName::opaque: push(Kind::opaque, std::string_view(name.text)); return;
    case PickleName::storage:
    case PickleName::refused: break;
    }
    badPickle("it calls " + inQuotes(dotted(name.text)) + ", which cannot be called");
}

/// An empty dict, or one of a list of pairs as Python 2 writes it.
void PickleMachine::makeDict(const PickleValue& arguments)
{
    PickleValue made{Kind::dict, 0, {}, {}};
    if (!arguments.items.empty() && value(arguments.items[0]).kind == Kind::list)
        for (const Ref pair : value(arguments.items[0]).items) {
            if (value(pair).items.size() != 2)
                badPickle("a dict of no pairs");
            made.items.insert(made.items.end(), value(pair).items.begin(), value(pair).items.end());
            countItems(2);
        }
    m_stack.push_back(add(std::move(made)));
}

void PickleMachine::makeTensor(const PickleValue& arguments)
{
    const auto isA = [&](std::size_t i, Kind kind) { return value(arguments.items[i]).kind == kind; };
    if (arguments.items.size() < 4 || !isA(0, Kind::storage) || !isA(1, Kind::integer) || !isA(2, Kind::tuple)
        || !isA(3, Kind::tuple))
        badPickle("a tensor without storage, offset, sizes and strides");
    for (const std::size_t i : {2, 3})
        for (const Ref number : value(arguments.items[i]).items)
            if (value(number).kind != Kind::integer)
                badPickle("a tensor whose sizes or strides are no numbers");
    std::vector<Ref> items(arguments.items.begin(), arguments.items.begin() + 4);
    countItems(items.size());
    m_stack.push_back(add({Kind::tensor, 0, {}, std::move(items)}));
}

} // namespace tessera::core
