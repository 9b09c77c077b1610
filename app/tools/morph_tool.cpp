// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/morph_tool.h"

#include "app/codes/codebook_search.h"
#include "app/documents/document.h"
#include "app/tools/tool_state.h"
#include "core/edit/morph.h"

#include <QCoreApplication>

#include <memory>
#include <utility>

namespace tessera::app {
namespace {

std::vector<float> vectorOf(const core::Weight& codebook, int code)
{
    const std::ptrdiff_t length = codebook.shape.at(1);
    const auto begin = codebook.values.begin() + code * length;
    return {begin, begin + length};
}

} // namespace

MorphTool::MorphTool(ToolState& state) : SearchedTool(state)
{
    QObject::connect(&m_namer, &QFutureWatcher<int>::resultReadyAt, &m_namer,
                     [this](int index) { nameTarget(m_namer.resultAt(index)); });
}

MorphTool::~MorphTool()
{
    m_namer.future().cancel();
}

const PickedLatents* MorphTool::picked(const Document& document) const
{
    const std::optional<PickedLatents>& latents = state().morph().picked;
    return latents && latents->model == document.model()->serial() ? &*latents : nullptr;
}

bool MorphTool::canPaint(const Document& document) const
{
    return document.hasCodes() && (picked(document) || state().code() < document.model()->config().codes);
}

core::SoftBrush MorphTool::softBrush() const
{
    return {brush().size, brush().shape, state().morph().hardness};
}

MakeStroke MorphTool::strokeMaker(const Document& document) const
{
    const PickedLatents* latents = picked(document);
    std::vector<float> target = latents ? latents->values : vectorOf(document.model()->codebook(), state().code());
    const core::MorphBrush brush{softBrush(), state().morph().strength};
    return [target = std::move(target), brush](core::CodeSearch& search, core::IndexMap codes) {
        return std::make_unique<core::MorphStroke>(search, std::move(codes), target, brush);
    };
}

core::Ink MorphTool::previewInk(const Document& document, const ToolEvent& event) const
{
    if (m_beforePick || event.modifiers.testFlag(Qt::ControlModifier))
        return {};
    return SearchedTool::previewInk(document, event);
}

QString MorphTool::label() const
{
    return QCoreApplication::translate("Tools", "Morph");
}

Qt::CursorShape MorphTool::cursor(const Document& document, const ToolEvent& event) const
{
    return m_beforePick || (!isDragging() && event.modifiers.testFlag(Qt::ControlModifier))
        ? Qt::PointingHandCursor
        : SearchedTool::cursor(document, event);
}

void MorphTool::press(Document& document, const ToolEvent& event)
{
    if (!event.modifiers.testFlag(Qt::ControlModifier)) {
        SearchedTool::press(document, event);
        return;
    }
    m_beforePick = state().morph();
    pick(document, event.cell);
}

void MorphTool::move(Document& document, const ToolEvent& event)
{
    if (m_beforePick)
        pick(document, event.cell);
    else
        SearchedTool::move(document, event);
}

void MorphTool::release(Document& document, const ToolEvent& event)
{
    if (!m_beforePick) {
        SearchedTool::release(document, event);
        return;
    }
    pick(document, event.cell);
    m_beforePick.reset();
}

void MorphTool::abort(Document& document)
{
    if (m_beforePick)
        state().setMorph(*std::exchange(m_beforePick, {}));
    else
        SearchedTool::abort(document);
}

void MorphTool::reset()
{
    m_beforePick.reset();
    SearchedTool::reset();
}

void MorphTool::pick(const Document& document, core::Cell cell)
{
    if (!document.grid().contains(cell))
        return;
    const core::VqModel& model = *document.model();
    PickedLatents latents{model.serial(), core::meanLatents(model.codebook(), document.codes(), cell, softBrush()), {}};
    const PickedLatents* before = picked(document);
    if (before && before->values == latents.values)
        return; // the release where the press was
    m_unnamed = latents.values;
    MorphOptions options = state().morph();
    options.picked = std::move(latents);
    state().setMorph(options);
    m_namer.future().cancel();
    m_namer.setFuture(state().search().run<int>(
        document.model(), [values = m_unnamed](const CodebookSearch::Search& search, QPromise<int>& promise) {
            promise.addResult(search->nearest(values));
        }));
}

void MorphTool::nameTarget(int code)
{
    MorphOptions options = state().morph();
    if (!options.picked || options.picked->values != m_unnamed)
        return; // another was picked, or Esc took it back
    options.picked->code = code;
    state().setMorph(options);
}

} // namespace tessera::app
