// SPDX-License-Identifier: Apache-2.0
// Parameters of norm_finish.comp, shared with C++. The result holds for each plane three entries: mean,
// factor (1 / deviation times weight) and bias of eight channels.
struct NormFinishParams {
    int groups;
    int perGroup; // channels of a group
    int planes;
    int chunks;
    int chunkRows;
    int width;
    int height;
    int lanes; // partials of a chunk (norm_stats.comp)
    float epsilon;
};
