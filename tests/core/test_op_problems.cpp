// SPDX-License-Identifier: Apache-2.0
// The problems that kernels are measured by: the plain reference solves them, and what is wrong is seen.
#include "core/cpu/cpu_ops.h"
#include "core/measure/benched_ops.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace tessera;

namespace {

constexpr double kRounding = 5e-6; ///< of float32 sums as long as these, at unit variance

struct Row {
    const char* name;
    core::OpProblem problem;
};

std::vector<Row> problems()
{
    return {{"3x3", core::convProblem({1, 5, 7, 9}, 6, 3, 3)},
            {"1x1", core::convProblem({1, 13, 7, 9}, 6, 1, 3)},
            {"norm", core::normProblem({1, 12, 7, 9}, 4, 3)},
            {"attention", core::attentionProblem({1, 12, 7, 9}, 3)}};
}

core::Tensor solved(const core::OpProblem& problem)
{
    core::CpuOps cpu;
    return core::CpuOps::tensor(problem.compute(cpu, core::CpuOps::wrap(problem.input)));
}

} // namespace

class TestOpProblems : public QObject {
    Q_OBJECT

private slots:
    void theReferenceSolvesThem()
    {
        for (const Row& row : problems()) {
            const double error = row.problem.error(solved(row.problem));
            QVERIFY2(error <= kRounding, qPrintable(QString("%1: %2").arg(row.name).arg(error)));
        }
    }

    void aWrongResultIsSeen()
    {
        for (const Row& row : problems()) {
            core::Tensor result = solved(row.problem);
            for (float& value : result.values)
                value += 0.1F;
            const double error = row.problem.error(result);
            QVERIFY2(error > 0.02 && error < 0.5, qPrintable(QString("%1: %2").arg(row.name).arg(error)));
            for (float& value : result.values)
                value = std::numeric_limits<float>::quiet_NaN();
            QVERIFY2(std::isnan(row.problem.error(result)), row.name);
        }
    }

    void dataIsTheSameEachTimeAndOfUnitVariance()
    {
        const core::OpProblem problem = core::convProblem({1, 8, 31, 33}, 8, 3, 7);
        QVERIFY(problem.input.values == core::convProblem({1, 8, 31, 33}, 8, 3, 7).input.values);
        const core::Tensor result = solved(problem);
        for (const core::Tensor* tensor : {&problem.input, &result}) {
            double squares = 0;
            for (const float value : tensor->values)
                squares += static_cast<double>(value) * value;
            QVERIFY(std::abs(squares / static_cast<double>(tensor->values.size()) - 1) < 0.2);
        }
    }

    void aCodeIsAsWrongAsItIsFartherThanTheNearest()
    {
        const core::OpProblem problem = core::nearestCodeProblem({1, 3, 5, 7}, 50, 3);
        core::Tensor codes = solved(problem);
        QVERIFY(problem.error(codes) <= kRounding);
        for (float& code : codes.values)
            code = static_cast<float>((static_cast<int>(code) + 1) % 50);
        QVERIFY(problem.error(codes) > 0.1);
        codes.values.assign(codes.values.size(), 50); // there is no such code
        QVERIFY(std::isinf(problem.error(codes)));
    }

    void theTableNamesEachOpOnce()
    {
        QStringList names;
        for (const core::BenchedOp& op : core::benchedOps()) {
            names << QString::fromStdString(op.op + " " + op.shape);
            QVERIFY(op.flops > 0);
        }
        QCOMPARE(names.removeDuplicates(), 0);
        QVERIFY(names.contains("conv3x3 C=512 H=64 W=64"));
        QVERIFY(names.contains("gemm M=1024 K=512 N=1024"));
    }
};

QTEST_APPLESS_MAIN(TestOpProblems)
#include "test_op_problems.moc"
