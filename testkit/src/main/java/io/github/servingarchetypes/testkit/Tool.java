package io.github.servingarchetypes.testkit;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What a test may need of the machine, and the command that shows that it is there. */
public enum Tool {
    DOCKER("docker", "info"),
    COMPOSE("docker", "compose", "version"),
    BUILDAH("buildah", "--version"),
    PYTHON("python3", "--version"),
    TERMINAL("script", "--version"),
    /** The node of .ci/cluster: KUBERNETES_ENTER is its script `enter`. */
    KUBERNETES("sh", "-c", "\"$KUBERNETES_ENTER\" kubectl get --raw /readyz"),
    /** Other Mavens and JDKs, where the variables say: .ci/run sets them. */
    MAVEN_MATRIX("sh", "-c", "test -n \"$MATRIX_MAVEN_HOMES\" && test -n \"$MATRIX_JAVA_HOMES\"");

    private static final Map<Tool, Boolean> THERE = new ConcurrentHashMap<>();

    private final String[] probe;

    Tool(String... probe) {
        this.probe = probe;
    }

    /** Tells whether the machine has it: its probe ends with 0 within 30 s. */
    public boolean isThere() {
        return THERE.computeIfAbsent(this, Tool::probe);
    }

    private static boolean probe(Tool tool) {
        try {
            Process process = new ProcessBuilder(tool.probe)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException error) {
            return false;
        } catch (InterruptedException error) {
            throw new IllegalStateException(error);
        }
    }
}
