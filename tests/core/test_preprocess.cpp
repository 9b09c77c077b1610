// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/quality.h"
#include "core/error.h"
#include "core/model/preprocess.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace tessera::core;

namespace {

Config configFor(std::int64_t channels, int levels)
{
    Config config;
    config.inChannels = config.outChannels = channels;
    config.blockOutChannels.assign(static_cast<std::size_t>(levels), 32);
    return config;
}

/// A gray ramp whose value at (x, y) is (10 y + x) / 100.
Picture ramp(int width, int height)
{
    Picture picture(width, height, 1);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            *picture.pixel(x, y) = static_cast<float>(10 * y + x) / 100.0F;
    return picture;
}

Picture single(std::vector<float> values)
{
    Picture picture(1, 1, static_cast<int>(values.size()));
    picture.values = std::move(values);
    return picture;
}

int code(const Picture& picture, int x, int y) { return static_cast<int>(std::lround(*picture.pixel(x, y) * 100)); }

} // namespace

class TestPreprocess : public QObject {
    Q_OBJECT
private slots:
    void padding_reflects_right_and_below_without_repeating_the_edge();
    void a_side_too_short_to_reflect_is_replicated();
    void padding_is_undone_on_the_way_back();
    void a_crop_is_centred_and_its_output_is_not_enlarged();
    void resize_goes_to_the_nearest_multiple_and_back();
    void resize_keeps_a_flat_colour_flat_and_stays_in_range();
    void a_picture_of_the_right_size_is_left_alone();
    void the_sentence_says_what_was_done();
    void crop_to_nothing_is_refused();
    void alpha_is_composited_on_white();
    void alpha_becomes_the_fourth_channel();
    void gray_is_repeated_and_colour_becomes_luma();
    void other_channel_counts_take_only_npy();
    void values_are_normalised_to_minus_one_and_one();
    void a_byte_is_rounded_half_to_even_and_clamped();
    void psnr_is_measured_on_bytes();
    void psnr_of_other_sizes_is_refused();
};

void TestPreprocess::padding_reflects_right_and_below_without_repeating_the_edge() // I8
{
    const Prepared prepared = prepare(ramp(5, 3), configFor(1, 3), Fit::pad);
    QCOMPARE(prepared.how.modelWidth, 8);
    QCOMPARE(prepared.how.modelHeight, 4);
    const int expected[8] = {0, 1, 2, 3, 4, 3, 2, 1};
    for (int x = 0; x < 8; ++x) {
        QCOMPARE(code(prepared.seen, x, 0), expected[x]);
        QCOMPARE(code(prepared.seen, x, 3), 10 + expected[x]);
    }
    QVERIFY((prepared.tensor.shape == Shape{1, 1, 4, 8}));
}

void TestPreprocess::a_side_too_short_to_reflect_is_replicated()
{
    // 5 -> 8 needs 3 of 4 possible reflections; 2 -> 8 would need 6 of 1.
    const Prepared prepared = prepare(ramp(5, 2), configFor(1, 4), Fit::pad);
    QCOMPARE(prepared.how.modelHeight, 8);
    for (int y = 1; y < 8; ++y)
        QCOMPARE(code(prepared.seen, 7, y), 11);
    const Prepared dot = prepare(ramp(1, 1), configFor(1, 4), Fit::pad);
    QCOMPARE(dot.seen.width, 8);
    QCOMPARE(code(dot.seen, 7, 7), 0);
}

void TestPreprocess::padding_is_undone_on_the_way_back()
{
    const Picture original = ramp(7, 5);
    const Prepared prepared = prepare(original, configFor(1, 3), Fit::pad);
    const Picture back = toPicture(prepared.tensor, 0, &prepared.how);
    QCOMPARE(back.width, 7);
    QCOMPARE(back.height, 5);
    for (std::size_t i = 0; i < back.values.size(); ++i)
        QVERIFY(std::abs(back.values[i] - original.values[i]) < 1e-6F);
    QCOMPARE(toPicture(prepared.tensor, 0, nullptr).width, 8);
}

void TestPreprocess::a_crop_is_centred_and_its_output_is_not_enlarged()
{
    const Prepared prepared = prepare(ramp(7, 6), configFor(1, 3), Fit::crop);
    QCOMPARE(prepared.how.cropX, 1);
    QCOMPARE(prepared.how.cropY, 1);
    QCOMPARE(code(prepared.seen, 0, 0), 11);
    QCOMPARE(code(prepared.seen, 3, 3), 44);
    QCOMPARE(toPicture(prepared.tensor, 0, &prepared.how).width, 4);
}

void TestPreprocess::resize_goes_to_the_nearest_multiple_and_back()
{
    const Preparation how = planFit(500, 333, 8, Fit::resize);
    QCOMPARE(how.modelWidth, 504); // 500 = 62.5 * 8: halves go up
    QCOMPARE(how.modelHeight, 336);
    QCOMPARE(planFit(499, 331, 8, Fit::resize).modelHeight, 328);
    QCOMPARE(planFit(3, 3, 8, Fit::resize).modelWidth, 8);
    const Prepared prepared = prepare(ramp(9, 6), configFor(1, 3), Fit::resize);
    const Picture back = toPicture(prepared.tensor, 0, &prepared.how);
    QCOMPARE(back.width, 9);
    QCOMPARE(back.height, 6);
}

void TestPreprocess::resize_keeps_a_flat_colour_flat_and_stays_in_range()
{
    Picture flat(13, 11, 3);
    std::fill(flat.values.begin(), flat.values.end(), 0.3F);
    for (const float value : prepare(flat, configFor(3, 4), Fit::resize).seen.values)
        QVERIFY(std::abs(value - 0.3F) < 1e-5F);
    Picture checks(13, 11, 3);
    for (std::size_t i = 0; i < checks.values.size(); ++i)
        checks.values[i] = i / 3 % 2 ? 1.0F : 0.0F;
    for (const float value : prepare(checks, configFor(3, 4), Fit::resize).seen.values)
        QVERIFY(value >= 0 && value <= 1);
}

void TestPreprocess::a_picture_of_the_right_size_is_left_alone()
{
    for (const Fit fit : {Fit::pad, Fit::crop, Fit::resize}) {
        const Prepared prepared = prepare(ramp(8, 4), configFor(1, 3), fit);
        QCOMPARE(prepared.seen.values, ramp(8, 4).values);
        QVERIFY(!prepared.how.changesSize());
        QVERIFY(prepared.how.sentence().empty());
    }
}

void TestPreprocess::the_sentence_says_what_was_done() // I8
{
    QCOMPARE(planFit(500, 333, 8, Fit::pad).sentence(),
             std::string("padded from 500x333 to 504x336 by reflection, cropped back on export"));
    QVERIFY(planFit(500, 333, 8, Fit::crop).sentence().find("496x328") != std::string::npos);
    QVERIFY(planFit(2, 333, 8, Fit::pad).sentence().find("replication") != std::string::npos);
}

void TestPreprocess::crop_to_nothing_is_refused()
{
    QVERIFY_EXCEPTION_THROWN(planFit(7, 100, 8, Fit::crop), ShapeError);
    QVERIFY_EXCEPTION_THROWN(planFit(0, 100, 8, Fit::pad), ShapeError);
}

void TestPreprocess::alpha_is_composited_on_white() // I11
{
    const Prepared half = prepare(single({0.2F, 0.4F, 0.6F, 0.5F}), configFor(3, 1), Fit::pad);
    QCOMPARE(half.seen.channels, 3);
    QVERIFY(std::abs(half.seen.values[0] - 0.6F) < 1e-6F);
    QVERIFY(std::abs(half.seen.values[2] - 0.8F) < 1e-6F);
    QCOMPARE(prepare(single({0.2F, 0.4F, 0.6F, 0.0F}), configFor(3, 1), Fit::pad).seen.values,
             (std::vector<float>{1, 1, 1}));
    QCOMPARE(prepare(single({0.0F, 0.0F}), configFor(1, 1), Fit::pad).seen.values, (std::vector<float>{1}));
}

void TestPreprocess::alpha_becomes_the_fourth_channel()
{
    const Prepared prepared = prepare(single({0.25F, 0.5F, 0.75F, 0.5F}), configFor(4, 1), Fit::pad);
    QCOMPARE(prepared.tensor.values, (std::vector<float>{-0.5F, 0.0F, 0.5F, 0.0F}));
    QCOMPARE(prepare(single({0.5F}), configFor(4, 1), Fit::pad).tensor.values, (std::vector<float>{0, 0, 0, 1}));
}

void TestPreprocess::gray_is_repeated_and_colour_becomes_luma()
{
    QCOMPARE(prepare(single({0.5F}), configFor(3, 1), Fit::pad).seen.values, (std::vector<float>{0.5F, 0.5F, 0.5F}));
    const float luma = prepare(single({1.0F, 0.5F, 0.25F}), configFor(1, 1), Fit::pad).seen.values[0];
    QVERIFY(std::abs(luma - (0.299F + 0.2935F + 0.0285F)) < 1e-6F);
}

void TestPreprocess::other_channel_counts_take_only_npy()
{
    try {
        prepare(ramp(4, 4), configFor(2, 1), Fit::pad);
        QFAIL("a 2-channel model took a picture");
    } catch (const ShapeError& error) {
        QVERIFY(std::string(error.what()).find("takes only .npy") != std::string::npos);
    }
    QVERIFY_EXCEPTION_THROWN(toPicture(Tensor({1, 5, 2, 2}), 0, nullptr), ShapeError);
}

void TestPreprocess::values_are_normalised_to_minus_one_and_one()
{
    QCOMPARE(prepare(single({0.0F, 0.5F, 1.0F}), configFor(3, 1), Fit::pad).tensor.values,
             (std::vector<float>{-1, 0, 1}));
}

void TestPreprocess::a_byte_is_rounded_half_to_even_and_clamped()
{
    QCOMPARE(int{toByte(0.5F)}, 128); // 127.5
    QCOMPARE(int{toByte(0.5F / 255)}, 0);
    QCOMPARE(int{toByte(1.5F / 255)}, 2);
    QCOMPARE(int{toByte(-3)}, 0);
    QCOMPARE(int{toByte(7)}, 255);
    QCOMPARE(int{toByte(std::numeric_limits<float>::quiet_NaN())}, 0);
    for (int i = 0; i < 256; ++i)
        QCOMPARE(int{toByte(static_cast<float>(i) / 255.0F)}, i);
}

void TestPreprocess::psnr_is_measured_on_bytes()
{
    Picture a(3, 5, 3), b(3, 5, 4);
    QCOMPARE(psnr(a, a), std::numeric_limits<double>::infinity());
    for (std::size_t i = 0; i < b.values.size(); ++i)
        b.values[i] = i % 4 == 3 ? 0.7F : 1.0F / 255; // alpha is left out
    QCOMPARE(meanSquaredError(a, b), 1.0);
    QVERIFY(std::abs(psnr(a, b) - 48.1308) < 1e-4);
    a.values[0] = -0.4F; // clamped
    QCOMPARE(meanSquaredError(a, b), 1.0);
}

void TestPreprocess::psnr_of_other_sizes_is_refused()
{
    QVERIFY_EXCEPTION_THROWN(psnr(Picture(3, 5, 3), Picture(5, 3, 3)), ShapeError);
    QVERIFY_EXCEPTION_THROWN(psnr(Picture(3, 5, 3), Picture(3, 5, 1)), ShapeError);
}

QTEST_GUILESS_MAIN(TestPreprocess)
#include "test_preprocess.moc"
