// SPDX-License-Identifier: Apache-2.0
// Parameters of paste.comp, shared with C++. Strides in entries. Where to paste is data: six ints, the part of the
// window that counts (top, left, rows, columns, in cells from the window's corner) and the window's place (row, column).
struct PasteParams {
    int groups; // workgroups: rows * planes of the window
    int planes;
    int zoom;   // pixels of a side that a cell has here
    int width;  // of the window
    int row;
    int targetWidth;
    int targetRow;
};
