// SPDX-License-Identifier: Apache-2.0
// Parameters of winograd.comp, shared with C++. Strides in entries.
struct WinogradParams {
    int groups;      // workgroups that have work: blocks * groups of tiles
    int blocks;      // blocks of ROWS output channels in this dispatch
    int tiles;       // of the strip
    int tilesX;      // tiles along a row
    int inPlanes;    // input channels / 8, rounded up
    int inRow;       // of the prepared strip
    int inPlane;
    int outPlane0;   // plane that the dispatch's first block begins with
    int outPlanes;   // planes of the result
    int outRow;
    int outPlane;
    int outWidth;
    int outHeight;   // rows of the strip
    int hasResidual; // 1: add binding 3, laid out as the result
};
