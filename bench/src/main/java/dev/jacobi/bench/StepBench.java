package dev.jacobi.bench;

import java.util.Arrays;
import java.util.List;

/// Microseconds of each [Workload], as ordinary code and compiled; of some, if they are named: `StepBench tiny mlp`.
public final class StepBench {
    private StepBench() {}

    public static void main(String[] names) {
        List<Workload> workloads = Arrays.stream(names.length == 0 ? Workload.values() : Arrays.stream(names).map(Workload::of).toArray(Workload[]::new)).toList();
        System.out.printf("%-40s %14s %14s%n", "workload", "step us", "compiled us");
        for (Workload w : workloads) {
            System.out.printf("%-40s %14.1f %14.1f%n", w.title(), Timing.microseconds(JacobiSteps.of(w, false)::run), Timing.microseconds(JacobiSteps.of(w, true)::run));
        }
    }
}
