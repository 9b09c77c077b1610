#version 460
// SPDX-License-Identifier: Apache-2.0
// Attention to a tile of keys in one pass, for few channels: a lane keeps a query and its mix of the values to itself,
// takes eight keys at a time and never stores a score. Maximum and sum run along, as in softmax.comp; what was mixed
// before shrinks where the maximum rises.
#extension GL_GOOGLE_include_directive : require
#include "lib/tensor.glsl"
#include "attend.h"

layout(constant_id = 3) const int PLANES = 8;  // channels / 8
layout(constant_id = 4) const int COLUMNS = 1; // queries of a lane

INPUT(0, queries);
INPUT(1, keys);
INPUT(2, values);
INPUT_ALIASED(3, before);
OUTPUT_ALIASED(4, context);
layout(binding = 5, std430) restrict buffer Tops { float data[]; } tops;
layout(binding = 6, std430) restrict buffer Sums { float data[]; } sums;

layout(push_constant) uniform Params { AttendParams params; };
AttendParams p; // read once: inside control flow every read is a gather on some devices

#define ACROSS int(gl_WorkGroupSize.x)
// Lane i holds texel i of those of eight entries, half i % 2 of entry i / 2, and a shuffle hands it to all.
#define HELD min(16, ACROSS)

// Weights below 2^LEAST are lost in any sum. As denormal numbers they would cost a processor a hundred cycles each.
const float LEAST = -60.0;

vec4 q[PLANES * 2 * COLUMNS];
float mixed[PLANES * 8 * COLUMNS];
float top[COLUMNS], sum[COLUMNS], shrink[COLUMNS];
float scores[8 * COLUMNS];
int entries[COLUMNS];

int heldBy(int piece) { return piece * HELD + min(int(gl_LocalInvocationID.x), HELD - 1); }

void score(int key)
{
    [[unroll]] for (int i = 0; i < 8 * COLUMNS; ++i)
        scores[i] = 0.0;
    [[unroll]] for (int piece = 0; piece < 16 / HELD; ++piece) {
        const int texel = heldBy(piece), known = min(key + texel / 2, p.keys - 1), y = quotient(known, p.keyWidth);
        const int from = (y * p.keyRow + known - y * p.keyWidth) * 2 + texel % 2;
        [[unroll]] for (int plane = 0; plane < PLANES; ++plane) {
            const vec4 held = LOAD(keys, from + plane * p.keyWidth * 2);
            [[unroll]] for (int k = 0; k < HELD / 2; ++k) {
                const vec4 a = subgroupShuffle(held, uint(2 * k)), b = subgroupShuffle(held, uint(2 * k + 1));
                [[unroll]] for (int r = 0; r < COLUMNS; ++r) {
                    const vec4 d = q[plane * 2 * COLUMNS + r] * a + q[(plane * 2 + 1) * COLUMNS + r] * b;
                    scores[(piece * HELD / 2 + k) * COLUMNS + r] += (d.x + d.y) + (d.z + d.w);
                }
            }
        }
    }
}

// Keys past the last one have scores of the last one, which do not raise the maximum, and count nothing.
void weigh(int key)
{
    [[unroll]] for (int r = 0; r < COLUMNS; ++r) {
        float highest = top[r];
        [[unroll]] for (int k = 0; k < 8; ++k)
            highest = max(highest, scores[k * COLUMNS + r]);
        shrink[r] = exp2(max(top[r] - highest, LEAST));
        top[r] = highest;
        float some = 0.0;
        [[unroll]] for (int k = 0; k < 8; ++k) {
            const float weight = exp2(max(scores[k * COLUMNS + r] - highest, LEAST));
            scores[k * COLUMNS + r] = key + k < p.keys ? weight : 0.0;
            some += scores[k * COLUMNS + r];
        }
        sum[r] = sum[r] * shrink[r] + some;
    }
}

void mixValues(int key)
{
    const int from = key / 8 * p.channels * 2;
    [[unroll]] for (int plane = 0; plane < PLANES; ++plane) {
        [[unroll]] for (int piece = 0; piece < 16 / HELD; ++piece) {
            const vec4 held = LOAD(values, from + plane * 16 + heldBy(piece));
            [[unroll]] for (int c = 0; c < HELD / 2; ++c) {
                const vec4 a = subgroupShuffle(held, uint(2 * c)), b = subgroupShuffle(held, uint(2 * c + 1));
                const int channel = plane * 8 + piece * HELD / 2 + c;
                [[unroll]] for (int r = 0; r < COLUMNS; ++r) {
                    const float near = (scores[r] * a.x + scores[COLUMNS + r] * a.y)
                        + (scores[2 * COLUMNS + r] * a.z + scores[3 * COLUMNS + r] * a.w);
                    const float far = (scores[4 * COLUMNS + r] * b.x + scores[5 * COLUMNS + r] * b.y)
                        + (scores[6 * COLUMNS + r] * b.z + scores[7 * COLUMNS + r] * b.w);
                    mixed[channel * COLUMNS + r] = mixed[channel * COLUMNS + r] * shrink[r] + (near + far);
                }
            }
        }
    }
}

void main()
{
    p = params;
    const int first = liveGroup(p.groups) * ACROSS * COLUMNS + int(gl_LocalInvocationID.x);
    [[unroll]] for (int r = 0; r < COLUMNS; ++r) {
        const int query = min(first + r * ACROSS, p.queries - 1), y = quotient(query, p.width);
        entries[r] = y * p.row + query - y * p.width;
        [[unroll]] for (int part = 0; part < PLANES * 2; ++part)
            q[part * COLUMNS + r] = LOAD(queries, (entries[r] + part / 2 * p.width) * 2 + part % 2) * p.factor;
        top[r] = -3.0e38;
        sum[r] = 0.0;
        [[unroll]] for (int channel = 0; channel < PLANES * 8; ++channel)
            mixed[channel * COLUMNS + r] = 0.0;
        if (p.first == 0) {
            top[r] = tops.data[query];
            sum[r] = sums.data[query];
            [[unroll]] for (int part = 0; part < PLANES * 2; ++part) {
                const vec4 known = LOAD(before, (entries[r] + part / 2 * p.width) * 2 + part % 2);
                [[unroll]] for (int i = 0; i < 4; ++i)
                    mixed[(part * 4 + i) * COLUMNS + r] = known[i];
            }
        }
    }
    [[dont_unroll]] for (int key = 0; key < p.keys; key += 8) {
        score(key);
        weigh(key);
        mixValues(key);
    }
    [[unroll]] for (int r = 0; r < COLUMNS; ++r) {
        const int query = first + r * ACROSS;
        if (query < p.queries && isLive(p.groups)) {
            [[unroll]] for (int plane = 0; plane < PLANES; ++plane) {
                const int at = plane * 8 * COLUMNS + r;
                STORE(context, entries[r] + plane * p.width,
                      vec4(mixed[at], mixed[at + COLUMNS], mixed[at + 2 * COLUMNS], mixed[at + 3 * COLUMNS]),
                      vec4(mixed[at + 4 * COLUMNS], mixed[at + 5 * COLUMNS], mixed[at + 6 * COLUMNS],
                           mixed[at + 7 * COLUMNS]));
            }
            tops.data[query] = top[r];
            sums.data[query] = p.last != 0 ? 1.0 / sum[r] : sum[r];
        }
    }
}
