// SPDX-License-Identifier: Apache-2.0
// Parameters of norm_stats.comp, shared with C++. The partial of (sample, plane, chunk, lane) is four texels: the
// means of eight channels, then their sums of squared deviations.
struct NormStatsParams {
    int row;    // the input's strides, in entries
    int plane;
    int batch;
    int width;
    int height;
    int planes;
    int chunks;
    int chunkRows; // rows of a chunk; the last may have fewer
};
