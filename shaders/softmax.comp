#version 460
// SPDX-License-Identifier: Apache-2.0
// A tile of keys' share in the softmax of a tile of queries, with a running maximum and sum: the scores become
// e^(factor (score - highest so far)), and what was mixed before must shrink by so much because the maximum rose. After
// the last tile the sum is left as one over it. Keys that only pad the last entry get zero.
//
// PARTS invocations share a query, each with every PARTS-th entry of keys: one where lanes are few and busy, several
// where a processor would wait for memory otherwise.
#extension GL_GOOGLE_include_directive : require
#include "lib/tensor.glsl"
#include "softmax.h"

INPUT_ALIASED(0, scores);
OUTPUT_ALIASED(1, exponentials); // in the place of the scores
layout(binding = 2, std430) restrict buffer Tops { float data[]; } tops;
layout(binding = 3, std430) restrict buffer Sums { float data[]; } sums;
layout(binding = 4, std430) writeonly restrict buffer Shrink { float data[]; } shrink;

layout(push_constant) uniform Params { SoftmaxParams params; };
SoftmaxParams p; // read once: inside control flow every read is a gather on some devices

#ifdef LANES
const int PARTS = 1;
float highestOfParts(float top, int lane) { return top; }
float sumOfParts(float sum, int lane) { return sum; }
#else
const int PARTS = SOFTMAX_PARTS;
const int ACROSS = int(gl_WorkGroupSize.x) / PARTS;
shared float found[int(gl_WorkGroupSize.x)];

float highestOfParts(float top, int lane)
{
    found[lane] = top;
    barrier();
    [[unroll]] for (int part = 0; part < PARTS; ++part)
        top = max(top, found[lane % ACROSS + part * ACROSS]);
    barrier();
    return top;
}

float sumOfParts(float sum, int lane)
{
    found[lane] = sum;
    barrier();
    float all = 0.0;
    [[unroll]] for (int part = 0; part < PARTS; ++part)
        all += found[lane % ACROSS + part * ACROSS];
    return all;
}
#endif

// Weights below e^-40 are lost in any sum. As denormal numbers they would cost a processor a hundred cycles each.
vec4 weight(vec4 score, float top) { return exp(max((score - top) * p.factor, vec4(-40.0))); }

void main()
{
    p = params;
    const int lane = int(gl_LocalInvocationID.x);
    const int across = int(gl_WorkGroupSize.x) / PARTS;
    const int wanted = spreadGroup() * across + lane % across;
    const int part = lane / across;
    const bool isLive = wanted < p.queries;
#ifdef LANES
    if (!isLive)
        return;
#endif
    const int query = min(wanted, p.queries - 1);
    const int whole = p.keys / 8;
    const int rest = p.keys % 8;
    // Of the last entry, which the last part has.
    const bool hasRest = rest != 0 && part == PARTS - 1;
    const bvec4 in0 = lessThan(ivec4(0, 1, 2, 3), ivec4(rest));
    const bvec4 in1 = lessThan(ivec4(4, 5, 6, 7), ivec4(rest));
    const vec4 none = vec4(-3.0e38);

    vec4 highest = none;
    for (int k8 = part; k8 < whole; k8 += PARTS) {
        const int texel = (k8 * p.queries + query) * 2;
        highest = max(highest, max(LOAD(scores, texel), LOAD(scores, texel + 1)));
    }
    const int last = (whole * p.queries + query) * 2;
    if (hasRest)
        highest = max(highest, max(mix(none, LOAD(scores, last), in0), mix(none, LOAD(scores, last + 1), in1)));
    float top = highestOfParts(max(max(highest.x, highest.y), max(highest.z, highest.w)), lane);
    float before = 0.0, factor = 0.0;
    if (p.first == 0) {
        const float known = tops.data[query];
        top = max(top, known);
        factor = exp((known - top) * p.factor);
        before = sums.data[query] * factor;
    }

    vec4 sum = vec4(0.0);
    for (int k8 = part; k8 < whole; k8 += PARTS) {
        const int entry = k8 * p.queries + query;
        const vec4 a = weight(LOAD(scores, entry * 2), top);
        const vec4 b = weight(LOAD(scores, entry * 2 + 1), top);
        sum += a + b;
        if (isLive)
            STORE(exponentials, entry, a, b);
    }
    if (hasRest) {
        const vec4 a = mix(vec4(0.0), weight(LOAD(scores, last), top), in0);
        const vec4 b = mix(vec4(0.0), weight(LOAD(scores, last + 1), top), in1);
        sum += a + b;
        if (isLive)
            STORE(exponentials, last / 2, a, b);
    }
    const float all = before + sumOfParts((sum.x + sum.y) + (sum.z + sum.w), lane);
    if (isLive && part == 0) {
        tops.data[query] = top;
        sums.data[query] = p.last != 0 ? 1.0 / all : all;
        shrink.data[query] = factor;
    }
}
