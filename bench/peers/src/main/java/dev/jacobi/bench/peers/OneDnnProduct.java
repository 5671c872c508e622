package dev.jacobi.bench.peers;

import dev.jacobi.bench.Step;
import dev.jacobi.bench.Workload;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;

/// The product of square matrices by oneDNN's sgemm. Its threads are those of OpenMP.
final class OneDnnProduct {
    private OneDnnProduct() {}

    static Step of(Workload workload) {
        List<Workload.Values> inputs = workload.inputs();
        int n = inputs.getFirst().shape()[0];
        FloatPointer a = new FloatPointer(inputs.get(0).numbers());
        FloatPointer b = new FloatPointer(inputs.get(1).numbers());
        FloatPointer c = new FloatPointer((long) n * n);
        return new Step() {
            @Override public double run() {
                int status = dnnl.dnnl_sgemm((byte) 'N', (byte) 'N', n, n, n, 1, a, n, b, n, 0, c, n);
                if (status != 0) throw new IllegalStateException("dnnl_sgemm ended with " + status);
                return 0;
            }

            @Override public List<float[]> results() {
                float[] r = new float[n * n];
                c.get(r);
                return List.of(r);
            }
        };
    }
}
