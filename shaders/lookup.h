// SPDX-License-Identifier: Apache-2.0
// Parameters of lookup.comp, shared with C++. Strides in entries; codebook rows are `planes` entries long.
struct LookupParams {
    int planes;
    int row;
    int width;
    int cells;     // of the strip
    int cell0;     // cell that the strip begins with, among all codes
    int firstCode; // number of the first code in the binding
    int codes;     // codes in the binding
    int allCodes;  // codes of the codebook
};
