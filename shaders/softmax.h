// SPDX-License-Identifier: Apache-2.0
// Parameters of softmax.comp, shared with C++. Scores are [keys / 8][queries] entries of eight keys.
#define SOFTMAX_PARTS 8 // invocations of the shared variant that have one query together
struct SoftmaxParams {
    int keys;
    int queries;
    float factor; // 1 / sqrt(C)
    int first;    // 1: the first tile of keys, there is no state yet
    int last;     // 1: the last one, leave 1 / sum
};
