// SPDX-License-Identifier: Apache-2.0
// What the processor could do at most: a loop of independent multiply-adds on 8 floats at a time, the yardstick for
// kernels of a driver in software. Virtual cores share their strength with others, so the probe is taken in the same
// run as what is compared with it, again and again; the best reading counts.
#pragma once

namespace tessera::core {

class FmaProbe {
public:
    /// A few bursts on one thread and on two, some 30 ms in all.
    void sample();

    /// GFLOP/s, a multiply-add counts as two; 0 before the first sample().
    double one() const { return m_one; }
    double two() const { return m_two; } ///< of both threads together

private:
    double m_one = 0;
    double m_two = 0;
};

} // namespace tessera::core
