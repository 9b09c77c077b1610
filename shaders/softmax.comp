#version 460
// SPDX-License-Identifier: Apache-2.0
// A tile of keys' share in the softmax of a tile of queries, a lane a query, with a running maximum and sum:
// e^(factor (score - highest so far)), and by how much what was mixed before must shrink because the maximum rose.
// After the last tile the sum is left as one over it. Keys that only pad the last entry get zero.
#extension GL_GOOGLE_include_directive : require
#include "lib/tensor.glsl"
#include "softmax.h"

INPUT(0, scores);
OUTPUT(1, exponentials);
layout(binding = 2, std430) restrict buffer Tops { float data[]; } tops;
layout(binding = 3, std430) restrict buffer Sums { float data[]; } sums;
layout(binding = 4, std430) writeonly restrict buffer Shrink { float data[]; } shrink;

layout(push_constant) uniform Params { SoftmaxParams params; };
SoftmaxParams p; // read once: inside control flow every read is a gather on some devices

void main()
{
    p = params;
    const int query = spreadIndex();
    if (query >= p.queries)
        return;
    const int whole = p.keys / 8;
    const int rest = p.keys % 8;
    const bvec4 in0 = lessThan(ivec4(0, 1, 2, 3), ivec4(rest));
    const bvec4 in1 = lessThan(ivec4(4, 5, 6, 7), ivec4(rest));
    const vec4 none = vec4(-3.0e38);

    vec4 highest = none;
    for (int k8 = 0; k8 < whole; ++k8) {
        const int texel = (k8 * p.queries + query) * 2;
        highest = max(highest, max(LOAD(scores, texel), LOAD(scores, texel + 1)));
    }
    const int last = (whole * p.queries + query) * 2;
    if (rest != 0)
        highest = max(highest, max(mix(none, LOAD(scores, last), in0), mix(none, LOAD(scores, last + 1), in1)));
    float top = max(max(highest.x, highest.y), max(highest.z, highest.w));
    float before = 0.0, factor = 0.0;
    if (p.first == 0) {
        const float known = tops.data[query];
        top = max(top, known);
        factor = exp((known - top) * p.factor);
        before = sums.data[query] * factor;
    }

    vec4 sum = vec4(0.0);
    for (int k8 = 0; k8 < whole; ++k8) {
        const int entry = k8 * p.queries + query;
        const vec4 a = exp((LOAD(scores, entry * 2) - top) * p.factor);
        const vec4 b = exp((LOAD(scores, entry * 2 + 1) - top) * p.factor);
        sum += a + b;
        STORE(exponentials, entry, a, b);
    }
    if (rest != 0) {
        const vec4 a = mix(vec4(0.0), exp((LOAD(scores, last) - top) * p.factor), in0);
        const vec4 b = mix(vec4(0.0), exp((LOAD(scores, last + 1) - top) * p.factor), in1);
        sum += a + b;
        STORE(exponentials, last / 2, a, b);
    }
    const float all = before + ((sum.x + sum.y) + (sum.z + sum.w));
    tops.data[query] = top;
    sums.data[query] = p.last != 0 ? 1.0 / all : all;
    shrink.data[query] = factor;
}
