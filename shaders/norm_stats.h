// SPDX-License-Identifier: Apache-2.0
// Parameters of norm_stats.comp, shared with C++. The partial of (plane, chunk, lane or workgroup) is two entries: the
// means of eight channels, then their sums of squared deviations.
struct NormStatsParams {
    int groups;    // workgroups: chunks of this dispatch * planes
    int planes;
    int row;       // the input's strides, in entries
    int width;
    int rows;      // rows that the binding has
    int chunk0;    // chunk that the binding begins with
    int chunks;    // of the whole picture
    int chunkRows; // rows of a chunk; the last may have fewer
};
