// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/evaluation.h"

#include "app/cli/each_picture.h"
#include "app/cli/outputs.h"
#include "core/error.h"

#include <deque>
#include <future>

namespace tessera::app::cli {
namespace {

core::Quantized quantized(const core::Codec& codec, const LoadedPicture& picture, core::Tensor& latents,
                          const core::Progress& progress)
{
    latents = codec.encode(picture.tensor, progress);
    requireFinite(latents, "the latents");
    return codec.quantize(latents, progress);
}

/// Pictures whose figures are being worked out on other threads while the device goes on.
class Measuring {
public:
    explicit Measuring(Evaluation& evaluation)
        : m_evaluation(evaluation)
    {
    }

    void add(std::filesystem::path path, core::IndexMap codes, std::future<core::PictureFigures> figures)
    {
        m_pending.push_back({std::move(path), std::move(codes), std::move(figures)});
        if (m_pending.size() > kAtOnce)
            takeFirst();
    }
    void takeAll()
    {
        while (!m_pending.empty())
            takeFirst();
    }

private:
    static constexpr std::size_t kAtOnce = 2;

    struct Pending {
        std::filesystem::path path;
        core::IndexMap codes;
        std::future<core::PictureFigures> figures;
    };

    void takeFirst()
    {
        Pending first = std::move(m_pending.front());
        m_pending.pop_front();
        tried(first.path, m_evaluation.failed, [&] {
            m_evaluation.pictures.push_back({first.path.string(), first.figures.get()});
            m_evaluation.usage.add(first.codes);
        });
    }

    Evaluation& m_evaluation;
    std::deque<Pending> m_pending;
};

} // namespace

Evaluation evaluate(Session& session, const PictureList& list, const core::Progress& progress)
{
    const core::Config& config = session.model().config();
    if (config.inChannels != config.outChannels)
        throw core::ShapeError(session.model().name() + ": draws " + std::to_string(config.outChannels)
                               + " channels of pictures with " + std::to_string(config.inChannels)
                               + ", so that input and reconstruction cannot be compared");
    Evaluation evaluation;
    evaluation.usage = core::CodeUsage(config.codes);
    const core::Progress pass{progress.stop, {}};
    Measuring measuring(evaluation);
    forEachPicture(list, session.model(), progress, evaluation.failed, [&](LoadedPicture picture) {
        const core::Codec& codec = session.codec(); // starts the device, once there is something for it
        core::Tensor latents;
        core::Reconstructed made;
        made.quantized = quantized(codec, picture, latents, pass);
        made.fromCodes = codec.decodeCodes(made.quantized.codes, pass);
        made.fromLatents = codec.decode(latents, true, pass);
        requireFinite(made.fromCodes, "the decoded values");
        requireFinite(made.fromLatents, "the decoded values of the unquantized latents");
        core::IndexMap codes = made.quantized.codes;
        measuring.add(
            picture.path, std::move(codes),
            std::async(std::launch::async,
                       [colours = std::move(picture.colours), made = std::move(made), how = picture.how,
                        size = config.codes, pass] { return core::pictureFigures(colours, made, how, size, pass); }));
    });
    measuring.takeAll();
    progress.step(1);
    evaluation.model = session.model().name();
    evaluation.device = session.report().value("device", "no device");
    evaluation.recipe = core::evaluationRecipe(session.model().factor());
    return evaluation;
}

Counted countCodes(Session& session, const PictureList& list, const core::Progress& progress)
{
    Counted counted;
    counted.usage = core::CodeUsage(session.model().config().codes);
    forEachPicture(list, session.model(), progress, counted.failed, [&](const LoadedPicture& picture) {
        core::Tensor latents;
        counted.usage.add(quantized(session.codec(), picture, latents, {progress.stop, {}}).codes);
    });
    progress.step(1);
    return counted;
}

void requireNoneFailed(std::size_t failed, const PictureList& list)
{
    if (list.passedOver > 0)
        say("note: " + std::to_string(list.passedOver) + (list.passedOver == 1 ? " file" : " files")
            + " in the folders " + (list.passedOver == 1 ? "is no picture and was" : "are no pictures and were")
            + " passed over");
    if (failed > 0)
        throw core::Error(std::to_string(failed) + " of " + std::to_string(list.pictures.size() + list.failed.size())
                          + (list.pictures.size() + list.failed.size() == 1 ? " input" : " inputs")
                          + " could not be used; the figures are those of the others");
}

} // namespace tessera::app::cli
