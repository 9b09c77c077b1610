// SPDX-License-Identifier: Apache-2.0
// Parameters of attend.comp, shared with C++. Strides in entries; values are [keys / 8][channels] entries of eight keys.
struct AttendParams {
    int groups;   // workgroups that have work
    int queries;
    int width;    // of the queries' strip, and so on
    int row;
    int keys;     // of the tile
    int keyWidth;
    int keyRow;
    int channels;
    float factor; // log2(e) / sqrt(C)
    int first;    // 1: the first tile of keys, there is no state yet
    int last;     // 1: the last one, leave 1 / sum
};
